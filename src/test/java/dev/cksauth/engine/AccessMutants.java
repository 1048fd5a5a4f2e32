package dev.cksauth.engine;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SubjectAccessReview webhooks with one fault each: {@code name killer} to what they say. */
final class AccessMutants {
  private static final JsonMapper JSON = new JsonMapper();

  private AccessMutants() {}

  static Map<String, Scripted.Script> all() {
    Map<String, Scripted.Script> all = new LinkedHashMap<>();
    all.putAll(decisions());
    all.putAll(forms());
    all.putAll(odd());
    return all;
  }

  private static Map<String, Scripted.Script> decisions() {
    Map<String, Scripted.Script> all = new LinkedHashMap<>();
    all.put("allows-nobody access/allows", status(s -> s.replace("true}", "false}")));
    all.put(
        "denies-by-not-allowing access/denies",
        status(s -> s.replace("\"denied\": true", "\"denied\": false")));
    all.put(
        "denies-what-it-does-not-know access/has-no-opinion",
        status(s -> s.equals("{\"allowed\": false}") ? "{\"denied\": true}" : s));
    all.put(
        "denies-and-allows access/never-both",
        status(s -> s.contains("\"denied\": true") ? "{\"allowed\": true, \"denied\": true}" : s));
    all.put(
        "reads-one-name-of-groups access/reads-groups-of-each-version",
        new AccessWebhook(
            (review, groups) -> AccessWebhook.decide(review, "groups"), UnaryOperator.identity()));
    all.put(
        "believes-the-request access/distrusts-status-of-request",
        rewriting((review, honest) ->
            review.at("/status/allowed").asBoolean(false) ? "{\"allowed\": true}" : honest));
    all.put(
        "allows-everybody-to-read access/allows-no-stranger",
        rewriting((review, honest) ->
            review.at("/spec/resourceAttributes/verb").asString("").equals("get")
                ? "{\"allowed\": true}"
                : honest));
    return all;
  }

  private static Map<String, Scripted.Script> forms() {
    Map<String, Scripted.Script> all = new LinkedHashMap<>();
    all.put("always-v1beta1 access/echoes-api-version", version("authorization.k8s.io/v1beta1"));
    all.put("always-v1 access/echoes-older-api-version", version("authorization.k8s.io/v1"));
    all.put(
        "forbids-with-403 access/decides-with-200",
        reply((review, honest) ->
            honest.body().contains("\"allowed\": true") ? honest : as(403, honest)));
    all.put(
        "says-text access/is-json",
        reply((review, honest) -> new Reply(honest.status(), "text/plain", honest.body())));
    all.put(
        "chokes-on-unknown-fields access/ignores-unknown-fields",
        reply((review, honest) -> review.has("later") ? AccessWebhook.bad("unknown") : honest));
    all.put(
        "chokes-on-selectors access/takes-selectors",
        reply((review, honest) ->
            review.at("/spec/resourceAttributes").has("fieldSelector")
                ? AccessWebhook.bad("unknown")
                : honest));
    all.put(
        "chokes-on-anonymous access/decides-on-anonymous",
        reply((review, honest) ->
            review.at("/spec/user").asString("").equals("system:anonymous")
                ? as(401, honest)
                : honest));
    all.put(
        "chokes-on-paths access/decides-on-paths",
        reply((review, honest) ->
            review.path("spec").has("resourceAttributes") ? honest : as(500, honest)));
    all.put(
        "takes-any-version access/refuses-unknown-versions",
        reply((review, honest) ->
            review.path("apiVersion").asString("").endsWith("v9")
                ? Replies.json(200, "{\"status\": {\"allowed\": false}}")
                : honest));
    all.put("hangs access/answers-in-time", asked -> hang());
    return all;
  }

  /** Until the harness has gone. */
  private static Reply hang() throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(3, TimeUnit.SECONDS);
    return Replies.cut();
  }

  private static Map<String, Scripted.Script> odd() {
    Map<String, String> marks =
        Map.of(
            "empty", "^$",
            "text", "^allow$",
            "a-list", "(?s)^\\[.*",
            "truncated", "(?s).*\"user\":\"a$",
            "no-spec", "(?s)^(?!.*spec).*SubjectAccessReview.*",
            "empty-spec", "(?s).*\"spec\":\\{\\}.*",
            "another-kind", "(?s).*\"kind\":\"TokenReview\".*");
    Map<String, Scripted.Script> all = new LinkedHashMap<>();
    AccessWebhook honest = new AccessWebhook();
    marks.forEach((name, mark) ->
        all.put(
            "allows-" + name + " access/allows-nothing-odd#" + name,
            asked ->
                asked.body().strip().matches(mark)
                    ? Replies.json(200, "{\"status\": {\"allowed\": true}}")
                    : honest.answer(asked)));
    return all;
  }

  private static Reply as(int status, Reply honest) {
    return new Reply(status, honest.type(), honest.body());
  }

  /** An honest answer made other; what is no JSON comes as a missing node. */
  static Scripted.Script reply(BiFunction<JsonNode, Reply, Reply> fault) {
    AccessWebhook honest = new AccessWebhook();
    return asked -> fault.apply(json(asked), honest.answer(asked));
  }

  private static JsonNode json(Asked asked) {
    try {
      return JSON.readTree(asked.body());
    } catch (JacksonException notJson) {
      return JSON.missingNode();
    }
  }

  private static Scripted.Script version(String version) {
    return new AccessWebhook(AccessWebhook::decide, asked -> version);
  }

  private static Scripted.Script status(UnaryOperator<String> fault) {
    return rewriting((review, honest) -> fault.apply(honest));
  }

  private static Scripted.Script rewriting(BiFunction<JsonNode, String, String> fault) {
    return new AccessWebhook(
        (review, groups) -> fault.apply(review, AccessWebhook.decide(review, groups)),
        UnaryOperator.identity());
  }
}
