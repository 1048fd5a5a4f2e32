package dev.cksauth.engine;

import static dev.cksauth.engine.TokenWebhook.accepting;
import static dev.cksauth.engine.TokenWebhook.answering;
import static dev.cksauth.engine.TokenWebhook.denying;
import static dev.cksauth.engine.TokenWebhook.naming;
import static dev.cksauth.engine.TokenWebhook.reply;
import static dev.cksauth.engine.TokenWebhook.welcome;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.engine.Scripted.Script;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks with one fault each: the scenario that is named for it, and what they say. */
final class TokenWebhookFaults {

  private static final String V1 = "authentication.k8s.io/v1";

  private TokenWebhookFaults() {}

  static Map<String, Script> all() {
    Map<String, Script> all = new LinkedHashMap<>();
    requests(all);
    layouts(all);
    sizes(all);
    odd(all);
    answers(all);
    bodies(all);
    types(all);
    identities(all);
    audiences(all);
    cks(all);
    return all;
  }

  /** Answers some requests in another way than honest. */
  private static Script where(Predicate<Asked> met, Reply instead) {
    return reply((asked, honest) -> met.test(asked) ? instead : honest);
  }

  private static Script whereReview(Predicate<JsonNode> met, Reply instead) {
    return where(asked -> met.test(TokenWebhook.json(asked)), instead);
  }

  private static Reply broken() {
    return TokenWebhook.text(500);
  }

  private static void requests(Map<String, Script> all) {
    all.put(
        "request/accepts-older-version",
        whereReview(
            review -> review.path("apiVersion").asString("").endsWith("v1beta1"), broken()));
    all.put(
        "request/ignores-unknown-fields#creation-timestamp",
        whereReview(review -> review.path("metadata").has("creationTimestamp"), broken()));
    all.put(
        "request/ignores-unknown-fields#status",
        whereReview(review -> review.at("/status").has("error"), broken()));
    all.put(
        "request/ignores-unknown-fields#no-metadata",
        whereReview(review -> !review.isMissingNode() && !review.has("metadata"), broken()));
    all.put(
        "request/distrusts-status",
        whereReview(
            review -> review.at("/status/authenticated").asBoolean(false), welcome("admin")));
    all.put(
        "request/distrusts-headers#remote-user",
        where(asked -> !asked.header("x-remote-user").isEmpty(), welcome("admin")));
    all.put(
        "request/distrusts-headers#impersonated-user",
        where(asked -> !asked.header("impersonate-user").isEmpty(), welcome("admin")));
    all.put(
        "request/takes-tokens-from-spec-only#authorization-header",
        where(asked -> asked.token().equals(TokenWebhook.ALICE), welcome("alice")));
    all.put(
        "request/takes-tokens-from-spec-only#list",
        whereReview(review -> inside(review.at("/spec/token")), welcome("alice")));
    all.put(
        "request/takes-tokens-from-spec-only#metadata",
        whereReview(review -> inside(review.at("/metadata/annotations")), welcome("alice")));
  }

  private static void layouts(Map<String, Script> all) {
    all.put(
        "request/takes-no-audiences",
        whereReview(review -> !review.path("spec").has("audiences"), broken()));
    all.put(
        "request/ignores-the-query#more",
        where(asked -> asked.path().contains("trace"), TokenWebhook.text(404)));
    all.put(
        "request/takes-media-types#charset",
        where(asked -> asked.header("content-type").contains(";"), TokenWebhook.text(415)));
    all.put(
        "request/takes-any-layout#with-white-space",
        where(asked -> asked.body().contains(" : "), TokenWebhook.text(400)));
    all.put(
        "request/takes-any-layout#with-an-escaped-token",
        where(asked -> asked.body().contains("\"\\u0067"), TokenWebhook.text(400)));
  }

  private static void sizes(Map<String, Script> all) {
    all.put(
        "request/takes-bodies-in-chunks",
        where(asked -> asked.header("content-length").isEmpty(), TokenWebhook.text(411)));
    all.put(
        "request/denies-tokens-of-usual-length",
        where(asked -> asked.body().length() > 8192, broken()));
    all.put(
        "request/answers-long-tokens-without-a-fault#sixty-four-kib",
        where(asked -> asked.body().length() > 65536, broken()));
    all.put(
        "request/survives-long-tokens#sixty-four-kib",
        where(asked -> asked.body().length() > 65536, welcome("x")));
  }

  private static boolean inside(JsonNode node) {
    return node.isContainer() && node.toString().contains(TokenWebhook.ALICE);
  }

  private static void odd(Map<String, Script> all) {
    all.put(
        "request/names-nobody-in-odd-requests#put",
        where(asked -> asked.method().equals("PUT"), welcome("admin")));
    all.put(
        "request/names-nobody-in-odd-requests#trailing-slash",
        where(asked -> asked.path().endsWith("/"), welcome("admin")));
    all.put(
        "request/names-nobody-in-odd-requests#form",
        where(asked -> asked.header("content-type").contains("form"), welcome("admin")));
    all.put(
        "request/names-nobody-in-other-reviews#no-kind",
        whereReview(review -> review.has("spec") && !review.has("kind"), welcome("admin")));
    all.put(
        "request/refuses-other-reviews",
        whereReview(
            review -> review.path("apiVersion").asString("").endsWith("v9"),
            Replies.json(200, "{\"status\":{\"authenticated\":false}}")));
    all.put(
        "request/takes-posts-only",
        where(
            asked -> asked.method().equals("PUT"),
            Replies.json(200, "{\"status\":{\"authenticated\":false}}")));
    all.put(
        "request/tells-bad-requests-from-faults#text",
        where(asked -> asked.body().equals("token"), broken()));
    all.put(
        "request/survives-what-is-no-review#form",
        where(asked -> asked.body().startsWith("token="), welcome("admin")));
    all.put(
        "request/survives-what-is-no-review#trailing",
        dying(asked -> asked.body().contains("garb")));
    all.put(
        "request/survives-tokens-of-other-types#null-token",
        whereReview(review -> review.path("spec").path("token").isNull(), welcome("admin")));
    all.put(
        "request/survives-tokens-of-other-types#object",
        whereReview(review -> review.at("/spec/token").isObject(), welcome("admin")));
  }

  /** Answers nothing any more once it has met a request. */
  private static Script dying(Predicate<Asked> met) {
    AtomicInteger dead = new AtomicInteger();
    return reply((asked, honest) -> {
      if (met.test(asked)) {
        dead.set(1);
      }
      return dead.get() == 1 ? Replies.cut() : honest;
    });
  }

  private static Script text(UnaryOperator<String> change) {
    return reply((asked, honest) ->
        honest.status() == 200
            ? new Reply(200, honest.type(), change.apply(honest.body()))
            : honest);
  }

  private static Script head(BiPredicate<Asked, Reply> met, UnaryOperator<Reply> change) {
    return reply((asked, honest) -> met.test(asked, honest) ? change.apply(honest) : honest);
  }

  private static void answers(Map<String, Script> all) {
    BiPredicate<Asked, Reply> always = (asked, honest) -> honest.status() == 200;
    all.put("answer/accepts-valid-token", accepting(review -> review.remove("status")));
    all.put(
        "answer/accepts-with-200",
        head(always, honest -> new Reply(207, honest.type(), honest.body())));
    all.put(
        "answer/accepts-without-error",
        accepting(review -> review.withObject("/status").put("error", "cache miss")));
    all.put(
        "answer/denies-cacheably",
        denying(review -> review.withObject("/status").put("error", "unknown")));
    all.put(
        "answer/denies-without-user",
        denying(review -> review.withObject("/status/user").put("username", "somebody")));
    all.put(
        "answer/echoes-api-version", answering(review -> review.put("apiVersion", V1 + "beta1")));
    all.put("answer/echoes-older-api-version", answering(review -> review.put("apiVersion", V1)));
    all.put("answer/is-a-token-review", answering(review -> review.put("kind", "tokenreview")));
  }

  private static void bodies(Map<String, Script> all) {
    BiPredicate<Asked, Reply> always = (asked, honest) -> honest.status() == 200;
    all.put("answer/is-one-json-object", text(body -> body + "OK"));
    all.put(
        "answer/is-plain-json",
        text(body -> "status: " + body.replaceFirst(".*\"status\":", "").replaceFirst("}$", "")));
    all.put("answer/is-small", accepting(review -> review.put("padding", "x".repeat(300_000))));
    all.put(
        "answer/has-a-readable-content-type",
        head(always, honest -> new Reply(200, "application/json;;", honest.body())));
    all.put("answer/says-json", head(always, honest -> new Reply(200, "text/html", honest.body())));
    all.put(
        "answer/redirects-nowhere#unknown",
        head((asked, honest) -> TokenWebhook.denies(honest), honest -> TokenWebhook.text(302)));
    all.put(
        "answer/sets-no-cookies", head(always, honest -> honest.with("Set-Cookie", "session=1")));
    all.put(
        "answer/spells-fields-rightly",
        text(body -> body.replace("\"authenticated\"", "\"Authenticated\"")));
  }

  private static void types(Map<String, Script> all) {
    String types = "answer/has-typed-fields#";
    all.put(
        types + "authenticated",
        answering(review -> review.withObject("/status").put("authenticated", 1)));
    all.put(types + "uid", naming(user -> user.put("uid", 42)));
    all.put(types + "username", naming(user -> user.put("username", 42)));
    all.put(types + "groups", naming(user -> user.put("groups", "dev")));
    all.put(types + "extra", naming(user -> user.withObject("/extra").put("example.com/a", "b")));
    all.put(types + "user", accepting(review -> review.withObject("/status").put("user", "alice")));
    all.put(
        types + "audiences",
        accepting(review -> review.withObject("/status").put("audiences", TokenWebhook.AUDIENCE)));
    all.put(types + "error", denying(review -> review.withObject("/status").putObject("error")));
    all.put(types + "metadata", answering(review -> review.putArray("metadata")));
    all.put(types + "spec", answering(review -> review.putArray("spec")));
    all.put(types + "status", answering(review -> review.putArray("status")));
  }

  private static void identities(Map<String, Script> all) {
    AtomicInteger count = new AtomicInteger();
    all.put("identity/names-a-user", naming(user -> user.put("username", " ")));
    all.put("identity/names-expected-user", naming(user -> user.withArray("/groups").add("ops")));
    all.put("identity/tells-users-apart", naming(user -> user.put("username", "alice")));
    all.put(
        "identity/stays-the-same#at-each-review",
        naming(user -> user.put("uid", "u-" + count.incrementAndGet())));
    all.put(
        "identity/stays-the-same-in-both-versions",
        accepting(review -> {
          if (review.path("apiVersion").asString("").endsWith("v1beta1")) {
            review.withObject("/status/user").remove("extra");
          }
        }));
    all.put(
        "identity/stays-the-same-without-audiences",
        accepting(review -> {
          if (review.at("/status/audiences").isEmpty()) {
            review.withObject("/status/user").remove("uid");
          }
        }));
    all.put(
        "identity/has-no-reserved-names",
        naming(user -> user.withArray("/groups").add("system:masters")));
    all.put("identity/has-plain-names", naming(user -> user.withArray("/groups").add("dev")));
    all.put(
        "identity/has-portable-extra-keys",
        naming(user -> user.withObject("/extra").putArray("Example.com/Team").add("x")));
    all.put(
        "identity/keeps-out-of-kubernetes-keys",
        naming(user ->
            user.withObject("/extra").putArray("authentication.kubernetes.io/pod-name").add("x")));
  }

  private static void audiences(Map<String, Script> all) {
    all.put(
        "audience/confirms-what-was-asked", accepting(review -> confirm(review, "acme-webhook")));
    all.put(
        "audience/confirms-nothing-more",
        accepting(review -> confirm(review, TokenWebhook.AUDIENCE, "acme-webhook")));
    all.put("audience/confirms-its-own-of-several#last", echoing());
    all.put("audience/denies-other-audiences#stranger", deaf());
    all.put("audience/denies-tokens-for-others", deaf());
    all.put(
        "audience/answers-other-audiences-with-200#stranger",
        whereReview(
            review -> review.at("/spec/audiences").toString().contains("stranger"), broken()));
  }

  private static void confirm(ObjectNode review, String... audiences) {
    var list = review.withObject("/status").putArray("audiences");
    for (String audience : audiences) {
      list.add(audience);
    }
  }

  /** Confirms whatever it is asked for. */
  private static Script echoing() {
    return reply((asked, honest) ->
        TokenWebhook.accepts(honest)
            ? TokenWebhook.changed(
                honest,
                review ->
                    review
                        .withObject("/status")
                        .set("audiences", TokenWebhook.json(asked).at("/spec/audiences")))
            : honest);
  }

  /** Knows the token, does not look at the audiences, and confirms all of them. */
  private static Script deaf() {
    return reply((asked, honest) -> {
      JsonNode review = TokenWebhook.json(asked);
      boolean known = review.at("/spec/token").asString("").startsWith("good-token");
      return known
          ? TokenWebhook.changed(
              welcome("alice"),
              answer ->
                  answer
                      .withObject("/status")
                      .set("audiences", review.at("/spec/audiences").deepCopy()))
          : honest;
    });
  }

  private static void cks(Map<String, Script> all) {
    all.put(
        "cks/accepts-either-version#v1beta1",
        whereReview(
            review -> review.path("apiVersion").asString("").endsWith("v1beta1"),
            TokenWebhook.text(400)));
    all.put(
        "cks/needs-no-login",
        where(asked -> !asked.token().equals("the-callers-own"), TokenWebhook.text(401)));
  }
}
