package dev.cksauth.reference.cksapi;

/**
 * The codes of answers that are refusals, with the HTTP status of each: those of google.rpc.Code
 * and of the gRPC gateway, whose names and details the vendor's own client handles.
 */
public enum ApiCode {
  INVALID_ARGUMENT(3, 400),
  NOT_FOUND(5, 404),
  PERMISSION_DENIED(7, 403),
  FAILED_PRECONDITION(9, 400),
  UNIMPLEMENTED(12, 501),
  INTERNAL(13, 500),
  UNAUTHENTICATED(16, 401);

  private final int number;
  private final int status;

  ApiCode(int number, int status) {
    this.number = number;
    this.status = status;
  }

  /** As {@code code} in the answer. */
  public int number() {
    return number;
  }

  /** Of the HTTP answer. */
  public int status() {
    return status;
  }
}
