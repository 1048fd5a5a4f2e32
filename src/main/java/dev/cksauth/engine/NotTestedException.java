package dev.cksauth.engine;

/** An input, a permission or an allowance was not given. */
final class NotTestedException extends Exception {

  private static final long serialVersionUID = 1L;

  NotTestedException(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
