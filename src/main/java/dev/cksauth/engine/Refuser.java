package dev.cksauth.engine;

/**
 * Which authenticator refused a token, by what a TokenReview says. The API server joins what all of
 * them say, each in words of its own (k8s.io/apiserver, plugin/pkg/authenticator/token/oidc).
 */
final class Refuser {
  private static final String OIDC = "oidc: ";

  private Refuser() {}

  static boolean isOidc(String explanation) {
    return explanation.contains(OIDC);
  }

  static String words(String explanation) {
    return (isOidc(explanation) ? "the OIDC authenticator explains: " : "the cluster explains: ")
        + explanation;
  }
}
