package dev.cksauth.engine;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An honest SubjectAccessReview webhook: group dev may do all in namespace dev, nobody may delete
 * nodes, and the rest is for others to decide.
 */
final class AccessWebhook implements Scripted.Script {
  private static final JsonMapper JSON = new JsonMapper();

  private final Decider decider;
  private final UnaryOperator<String> version;

  AccessWebhook() {
    this(AccessWebhook::decide, UnaryOperator.identity());
  }

  /**
   * One with other parts.
   *
   * @param version of the answer to a review of a version
   */
  AccessWebhook(Decider decider, UnaryOperator<String> version) {
    this.decider = decider;
    this.version = version;
  }

  /** What it decides. */
  @FunctionalInterface
  interface Decider {
    /**
     * A status in JSON.
     *
     * @param groups the name of the member with the user's groups
     */
    String decide(JsonNode review, String groups);
  }

  @Override
  public Reply answer(Asked asked) {
    JsonNode review;
    try {
      review = JSON.readTree(asked.body());
    } catch (JacksonException notJson) {
      return bad("not JSON");
    }
    String apiVersion = review.path("apiVersion").asString("");
    boolean known = apiVersion.matches("authorization\\.k8s\\.io/(v1|v1beta1)");
    if (!known || !review.path("kind").asString("").equals("SubjectAccessReview")) {
      return bad("another kind or version");
    }
    String groups = apiVersion.endsWith("v1beta1") ? "group" : "groups";
    return Replies.json(
        200,
        "{\"kind\": \"SubjectAccessReview\", \"apiVersion\": \"%s\", \"status\": %s}"
            .formatted(version.apply(apiVersion), decider.decide(review, groups)));
  }

  static String decide(JsonNode review, String groups) {
    JsonNode spec = review.path("spec");
    JsonNode access = spec.path("resourceAttributes");
    if (access.path("resource").asString("").equals("nodes")
        && access.path("verb").asString("").equals("delete")) {
      return "{\"allowed\": false, \"denied\": true, \"reason\": \"nobody deletes nodes\"}";
    }
    boolean dev = spec.path(groups).valueStream().anyMatch(each -> each.asString("").equals("dev"));
    return dev && access.path("namespace").asString("").equals("dev")
        ? "{\"allowed\": true}"
        : "{\"allowed\": false}";
  }

  static Reply bad(String why) {
    return new Reply(400, "text/plain", why);
  }
}
