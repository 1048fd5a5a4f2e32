package dev.cksauth.report;

/** A certificate does not verify, and why. */
public final class CertificateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Refused for a reason, in words. */
  public CertificateRefusedException(String reason) {
    super(reason);
  }
}
