package dev.cksauth.result;

/** How well a rejection is proven. */
public enum Evidence {
  /** A recorder at the authenticator saw the denial. */
  OBSERVED("observed"),
  /** An error text names the authenticator that refused. */
  EXPLAINED("explained"),
  /** Only the status code tells. */
  STATUS("status");

  private final String word;

  Evidence(String word) {
    this.word = word;
  }

  /** The word that users read and that report.json carries. */
  public String word() {
    return word;
  }
}
