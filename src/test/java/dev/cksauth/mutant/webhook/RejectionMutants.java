package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.accepting;
import static dev.cksauth.mutant.webhook.Faults.acceptingJwt;
import static dev.cksauth.mutant.webhook.Faults.deciding;
import static dev.cksauth.mutant.webhook.Faults.takingToken;
import static dev.cksauth.mutant.webhook.Faults.text;
import static dev.cksauth.mutant.webhook.Faults.where;
import static dev.cksauth.mutant.webhook.Faults.whereReview;
import static dev.cksauth.mutant.webhook.WebhookMutant.jwt;
import static dev.cksauth.mutant.webhook.WebhookMutant.of;

import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.Fault;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** What is wrong with whom is denied. */
final class RejectionMutants {
  private RejectionMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(states(), blanks(), injections(), malformed(), alike(), others())
        .flatMap(each -> each);
  }

  /** A denial for this reason is an error instead. */
  private static Fault undecidedWhere(String reason) {
    return deciding((token, honest) ->
        honest instanceof Decision.NotAuthenticated(String why) && why.equals(reason)
            ? new Decision.Undecided("broken")
            : honest);
  }

  private static Stream<WebhookMutant> states() {
    return Stream.of(
        of("accepts-everything", "rejection/denies-unknown-token", accepting(token -> true)),
        jwt(
            "ignores-exp",
            "rejection/rejects-expired-token",
            acceptingJwt((token, why) -> token.isExpired())),
        jwt(
            "fails-on-expired-tokens",
            "rejection/denies-expired-with-200",
            deciding((token, honest) ->
                Jwt.read(token).filter(Jwt::isExpired).isPresent()
                    ? new Decision.Undecided("broken")
                    : honest)),
        jwt(
            "never-asks-whether-revoked",
            "rejection/rejects-revoked-token",
            acceptingJwt((token, why) -> why.equals("revoked"))),
        jwt(
            "fails-on-revoked-tokens",
            "rejection/denies-revoked-with-200",
            undecidedWhere("revoked")),
        of("caches-for-ever", "rejection/rejects-token-once-revoked", Known.like(String::equals)));
  }

  private static Stream<WebhookMutant> blanks() {
    return Stream.of(
        of("accepts-no-token", "rejection/rejects-blank-tokens#empty", accepting(String::isEmpty)),
        of(
            "accepts-blanks",
            "rejection/rejects-blank-tokens#space",
            accepting(token -> token.equals(" "))),
        of(
            "accepts-the-word-null",
            "rejection/rejects-blank-tokens#a-null",
            accepting(token -> token.equals("null"))),
        of(
            "takes-a-star-for-anybody",
            "rejection/rejects-blank-tokens#star",
            accepting(token -> token.equals("*"))),
        of(
            "fails-on-empty-tokens",
            "rejection/denies-empty-with-a-clear-answer",
            whereReview(
                review ->
                    review.at("/spec/token").isString()
                        && review.at("/spec/token").asString().isEmpty(),
                text(500))));
  }

  private static Stream<WebhookMutant> injections() {
    String injected = "rejection/rejects-injected-text#";
    return Stream.of(
        of(
            "writes-tokens-into-ldap-filters",
            injected + "ldap-star",
            accepting(token -> token.startsWith("*)("))),
        of(
            "writes-tokens-into-sql",
            injected + "sql-or",
            accepting(token -> token.contains("' OR '1'='1"))),
        of(
            "looks-tokens-up-with-like",
            injected + "sql-like",
            accepting(token -> token.equals("%"))),
        of(
            "reads-tokens-as-queries",
            injected + "nosql",
            accepting(token -> token.contains("$ne"))),
        of(
            "takes-tokens-for-paths",
            injected + "path-to-a-token",
            takingToken(token -> token.replaceFirst("^\\./", ""))),
        of(
            "takes-tokens-for-forms",
            injected + "form-field",
            takingToken(token -> token.replaceFirst("^.*&token=", ""))),
        of(
            "pastes-tokens-into-json",
            injected + "json-member",
            takingToken(token -> token.replaceFirst("^.*\",\"token\":\"", ""))),
        of(
            "takes-tokens-for-regular-expressions",
            injected + "regular-expression",
            Known.like((known, token) -> matches(token, known))),
        of(
            "takes-tokens-for-globs",
            injected + "glob",
            Known.like(
                (known, token) -> matches(token.replace("?", ".").replace("*", ".*"), known))),
        of(
            "evaluates-templates",
            injected + "template",
            accepting(token -> token.contains("{{7*7}}"))));
  }

  private static boolean matches(String expression, String text) {
    try {
      return expression.length() < 20 && Pattern.matches(expression, text);
    } catch (PatternSyntaxException none) {
      return false;
    }
  }

  private static Stream<WebhookMutant> malformed() {
    String malformed = "rejection/rejects-malformed-tokens#";
    return Stream.of(
        of(
            "accepts-names-and-passwords",
            malformed + "name-and-password",
            accepting(token -> token.equals("admin:admin"))),
        jwt(
            "takes-tokens-of-two-parts",
            malformed + "two-parts",
            acceptingJwt((token, why) -> token.signature().isEmpty())),
        of(
            "accepts-half-a-character",
            malformed + "lone-surrogate",
            accepting(token -> token.chars().anyMatch(each -> Character.isSurrogate((char) each)))),
        of(
            "drops-control-characters",
            malformed + "control-characters",
            accepting(token -> token.replaceAll("\\p{Cntrl}", "").equals("[31m"))));
  }

  private static Stream<WebhookMutant> alike() {
    String parts = "rejection/rejects-parts-and-wholes#";
    return Stream.of(
        of(
            "takes-tokens-that-begin-well",
            "rejection/rejects-near-misses#lengthened",
            Known.like((known, token) -> token.startsWith(known))),
        of(
            "takes-the-start-of-tokens",
            "rejection/rejects-near-misses#shortened",
            Known.like((known, token) -> token.length() > 8 && known.startsWith(token))),
        of(
            "compares-tokens-ignoring-case",
            "rejection/rejects-near-misses#case-swapped",
            Known.like(String::equalsIgnoreCase)),
        of(
            "ends-tokens-at-nul",
            parts + "with-nul",
            takingToken(token -> token.replaceFirst("\0.*", ""))),
        of(
            "ends-tokens-at-lines",
            parts + "with-a-line-more",
            takingToken(token -> token.replaceFirst("\n.*", ""))),
        of(
            "takes-lists-of-tokens",
            parts + "in-a-list",
            takingToken(token -> token.replaceFirst("^x,(.*),y$", "$1"))),
        of(
            "looks-for-tokens-in-text",
            parts + "twice",
            Known.like((known, token) -> token.contains(known))),
        of(
            "takes-the-last-word",
            parts + "with-another-before",
            takingToken(token -> token.replaceFirst("^.* ", ""))),
        of(
            "takes-names-for-tokens",
            "rejection/rejects-names-as-tokens",
            accepting(token -> token.equals("alice"))));
  }

  private static Stream<WebhookMutant> others() {
    String others = "rejection/rejects-tokens-of-others#";
    return Stream.of(
        of(
            "believes-the-prefix-of-console-tokens",
            others + "console-token",
            accepting(token -> token.startsWith("CW-SECRET-"))),
        of(
            "believes-any-service-account",
            others + "service-account-jwt",
            acceptingJwt((token, why) ->
                token.claims().path("sub").asString("").startsWith("system:serviceaccount:"))),
        jwt(
            "believes-any-issuer",
            others + "foreign-jwt",
            acceptingJwt((token, why) -> why.equals("another issuer"))),
        of(
            "believes-bootstrap-tokens",
            others + "bootstrap-token",
            accepting(token -> token.matches("[a-z0-9]{6}\\.[a-z0-9]{16}"))),
        of(
            "fails-on-tokens-of-others",
            "rejection/denies-with-200#malformed-jwt",
            where(asked -> asked.token().startsWith("eyJ"), text(500))));
  }
}
