package dev.cksauth.report;

/** A certificate does not verify, and why. */
public final class CertificateRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  CertificateRefusedException(String reason) {
    super(reason);
  }
}
