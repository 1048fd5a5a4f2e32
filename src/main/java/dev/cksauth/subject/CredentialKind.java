package dev.cksauth.subject;

/** What a credential is. The tokens of a webhook under test are all {@link #WEBHOOK}. */
public enum CredentialKind {
  /** A token of the Cloud Console. */
  CONSOLE("console"),
  /** A ServiceAccount token of the cluster. */
  SERVICE_ACCOUNT("service-account"),
  /** An identity token of the cluster's OIDC issuer. */
  OIDC("oidc"),
  /** A token that a webhook knows. */
  WEBHOOK("webhook"),
  /** A client certificate. */
  CLIENT_CERTIFICATE("client-certificate");

  private final String word;

  CredentialKind(String word) {
    this.word = word;
  }

  /** As files and reports name it. */
  public String word() {
    return word;
  }
}
