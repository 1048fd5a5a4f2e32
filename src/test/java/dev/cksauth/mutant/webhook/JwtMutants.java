package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.acceptingJwt;
import static dev.cksauth.mutant.webhook.WebhookMutant.faultyJwt;

import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is wrong with how signatures are verified. */
final class JwtMutants {
  private static final String ALTERED = "rejection/rejects-altered-tokens#";

  private JwtMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.concat(
        Stream.of(
            mutant("never-verifies", "signature-changed", token -> true),
            mutant("lets-a-missing-signature-pass", "signature-removed", Jwt::isUnsigned),
            mutant(
                "takes-the-algorithm-none",
                "algorithm-none",
                token -> token.algorithm().equals("none") && token.isUnsigned()),
            mutant(
                "forbids-only-none-in-small-letters",
                "algorithm-none-in-capitals",
                token ->
                    token.algorithm().equalsIgnoreCase("none")
                        && !token.algorithm().equals("none")),
            mutant(
                "verifies-nothing-where-none-is-signed",
                "algorithm-none-signed",
                token -> token.algorithm().equals("none") && !token.isUnsigned()),
            mutant(
                "takes-no-algorithm-for-none",
                "algorithm-removed",
                token -> !token.header().has("alg")),
            mutant("verifies-the-header-alone", "payload-changed", token -> true),
            mutant("trusts-whoever-knows-the-key-id", "foreign-key", token -> true),
            mutant("trusts-keys-of-the-token", "own-key-in-header", token -> has(token, "jwk")),
            mutant(
                "trusts-certificates-of-the-token",
                "own-certificate-in-header",
                token -> has(token, "x5c")),
            mutant(
                "has-an-empty-secret", "empty-secret", token -> token.algorithm().startsWith("HS")),
            mutant(
                "has-the-secret-of-an-example",
                "guessable-secret",
                token -> token.isHmacOf("secret")),
            mutant(
                "reads-keys-from-files",
                "key-id-path",
                token -> token.keyId().contains("/dev/null")),
            mutant("reads-keys-by-sql", "key-id-query", token -> token.keyId().contains("'"))),
        Stream.of(
            mutant("takes-zeros-for-a-signature", "blank-signature", Jwt::isBlank),
            follower("asks-the-issuer-of-any-token", "issuer"),
            follower("asks-where-the-token-says", "key-url")));
  }

  private static WebhookMutant mutant(String name, String how, Predicate<Jwt> met) {
    return faultyJwt(name, ALTERED + how, acceptingJwt((token, why) -> met.test(token)));
  }

  private static WebhookMutant follower(String name, String by) {
    return faultyJwt(name, "rejection/follows-no-address-of-a-token#" + by, new FollowsTokens(by));
  }

  private static boolean has(Jwt token, String name) {
    return token.header().has(name);
  }
}
