package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.accepting;
import static dev.cksauth.mutant.webhook.Faults.acceptingJwt;
import static dev.cksauth.mutant.webhook.Faults.deciding;
import static dev.cksauth.mutant.webhook.Faults.takingToken;
import static dev.cksauth.mutant.webhook.Faults.text;
import static dev.cksauth.mutant.webhook.Faults.where;
import static dev.cksauth.mutant.webhook.Faults.whereReview;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;
import static dev.cksauth.mutant.webhook.WebhookMutant.faultyJwt;

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
        faulty("accepts-everything", "rejection/denies-unknown-token", accepting(token -> true)),
        faultyJwt(
            "ignores-exp",
            "rejection/rejects-expired-token",
            acceptingJwt((token, why) -> token.isExpired())),
        faultyJwt(
            "fails-on-expired-tokens",
            "rejection/denies-expired-with-200",
            deciding((token, honest) ->
                Jwt.read(token).filter(Jwt::isExpired).isPresent()
                    ? new Decision.Undecided("broken")
                    : honest)),
        faultyJwt(
            "never-asks-whether-revoked",
            "rejection/rejects-revoked-token",
            acceptingJwt((token, why) -> why.equals("revoked"))),
        faultyJwt(
            "fails-on-revoked-tokens",
            "rejection/denies-revoked-with-200",
            undecidedWhere("revoked")),
        faulty(
            "caches-for-ever", "rejection/rejects-token-once-revoked", Known.like(String::equals)));
  }

  private static Stream<WebhookMutant> blanks() {
    return Stream.of(
        faulty(
            "accepts-no-token", "rejection/rejects-blank-tokens#empty", accepting(String::isEmpty)),
        faulty(
            "accepts-blanks",
            "rejection/rejects-blank-tokens#space",
            accepting(token -> token.equals(" "))),
        faulty(
            "accepts-the-word-null",
            "rejection/rejects-blank-tokens#a-null",
            accepting(token -> token.equals("null"))),
        faulty(
            "takes-a-star-for-anybody",
            "rejection/rejects-blank-tokens#star",
            accepting(token -> token.equals("*"))),
        faulty(
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
        faulty(
            "writes-tokens-into-ldap-filters",
            injected + "ldap-star",
            accepting(token -> token.startsWith("*)("))),
        faulty(
            "writes-tokens-into-sql",
            injected + "sql-or",
            accepting(token -> token.contains("' OR '1'='1"))),
        faulty(
            "looks-tokens-up-with-like",
            injected + "sql-like",
            accepting(token -> token.equals("%"))),
        faulty(
            "reads-tokens-as-queries",
            injected + "nosql",
            accepting(token -> token.contains("$ne"))),
        faulty(
            "takes-tokens-for-paths",
            injected + "path-to-a-token",
            takingToken(token -> token.replaceFirst("^\\./", ""))),
        faulty(
            "takes-tokens-for-forms",
            injected + "form-field",
            takingToken(token -> token.replaceFirst("^.*&token=", ""))),
        faulty(
            "pastes-tokens-into-json",
            injected + "json-member",
            takingToken(token -> token.replaceFirst("^.*\",\"token\":\"", ""))),
        faulty(
            "takes-tokens-for-regular-expressions",
            injected + "regular-expression",
            Known.like((known, token) -> matches(token, known))),
        faulty(
            "takes-tokens-for-globs",
            injected + "glob",
            Known.like(
                (known, token) -> matches(token.replace("?", ".").replace("*", ".*"), known))),
        faulty(
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
        faulty(
            "accepts-names-and-passwords",
            malformed + "name-and-password",
            accepting(token -> token.equals("admin:admin"))),
        faultyJwt(
            "takes-tokens-of-two-parts",
            malformed + "two-parts",
            acceptingJwt((token, why) -> token.signature().isEmpty())),
        faulty(
            "accepts-half-a-character",
            malformed + "lone-surrogate",
            accepting(token -> token.chars().anyMatch(each -> Character.isSurrogate((char) each)))),
        faulty(
            "drops-control-characters",
            malformed + "control-characters",
            accepting(token -> token.replaceAll("\\p{Cntrl}", "").equals("[31m"))));
  }

  private static Stream<WebhookMutant> alike() {
    String parts = "rejection/rejects-parts-and-wholes#";
    return Stream.of(
        faulty(
            "takes-tokens-that-begin-well",
            "rejection/rejects-near-misses#lengthened",
            Known.like((known, token) -> token.startsWith(known))),
        faulty(
            "takes-the-start-of-tokens",
            "rejection/rejects-near-misses#shortened",
            Known.like((known, token) -> token.length() > 8 && known.startsWith(token))),
        faulty(
            "compares-tokens-ignoring-case",
            "rejection/rejects-near-misses#case-swapped",
            Known.like(String::equalsIgnoreCase)),
        faulty(
            "ends-tokens-at-nul",
            parts + "with-nul",
            takingToken(token -> token.replaceFirst("\0.*", ""))),
        faulty(
            "ends-tokens-at-lines",
            parts + "with-a-line-more",
            takingToken(token -> token.replaceFirst("\n.*", ""))),
        faulty(
            "takes-lists-of-tokens",
            parts + "in-a-list",
            takingToken(token -> token.replaceFirst("^x,(.*),y$", "$1"))),
        faulty(
            "looks-for-tokens-in-text",
            parts + "twice",
            Known.like((known, token) -> token.contains(known))),
        faulty(
            "takes-the-last-word",
            parts + "with-another-before",
            takingToken(token -> token.replaceFirst("^.* ", ""))),
        faulty(
            "takes-names-for-tokens",
            "rejection/rejects-names-as-tokens",
            accepting(token -> token.equals("alice"))));
  }

  private static Stream<WebhookMutant> others() {
    String others = "rejection/rejects-tokens-of-others#";
    return Stream.of(
        faulty(
            "believes-the-prefix-of-console-tokens",
            others + "console-token",
            accepting(token -> token.startsWith("CW-SECRET-"))),
        faulty(
            "believes-any-service-account",
            others + "service-account-jwt",
            acceptingJwt((token, why) ->
                token.claims().path("sub").asString("").startsWith("system:serviceaccount:"))),
        faultyJwt(
            "believes-any-issuer",
            others + "foreign-jwt",
            acceptingJwt((token, why) -> why.equals("another issuer"))),
        faulty(
            "believes-bootstrap-tokens",
            others + "bootstrap-token",
            accepting(token -> token.matches("[a-z0-9]{6}\\.[a-z0-9]{16}"))),
        faulty(
            "fails-on-tokens-of-others",
            "rejection/denies-with-200#malformed-jwt",
            where(asked -> asked.token().startsWith("eyJ"), text(500))));
  }
}
