package dev.cksauth.engine;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An honest TokenReview webhook that takes nothing but what an API server sends. */
final class TokenWebhook implements Scripted.Script {
  static final String ALICE = "good-token-of-alice";
  static final String BOB = "good-token-of-bob";
  static final String FOR_VAULT = "good-token-for-the-vault";
  static final String AUDIENCE = "https://kubernetes.default.svc";
  static final String VAULT = "https://vault.example.com";

  private static final Map<String, String> USERS =
      Map.of(ALICE, "alice", BOB, "bob", FOR_VAULT, "carol");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  @Override
  public Reply answer(Asked asked) {
    String path = asked.path().replaceFirst("\\?.*", "");
    if (!path.equals("/authenticate")) {
      return text(404);
    }
    if (!asked.method().equals("POST")) {
      return text(405);
    }
    return asked.header("content-type").matches("(?i)application/json(;.*)?")
        ? review(json(asked))
        : text(415);
  }

  static Reply text(int status) {
    return new Reply(status, "text/plain", "no");
  }

  /** What was asked; a missing node where that is no JSON. */
  static JsonNode json(Asked asked) {
    try {
      return JSON.readTree(asked.body());
    } catch (JacksonException notJson) {
      return JSON.missingNode();
    }
  }

  private static Reply review(JsonNode review) {
    String version = review.path("apiVersion").asString("");
    JsonNode token = review.at("/spec/token");
    if (!version.matches("authentication\\.k8s\\.io/v1(beta1)?")
        || !review.path("kind").asString("").equals("TokenReview")
        || !token.isString()) {
      return text(400);
    }
    String own = token.asString().equals(FOR_VAULT) ? VAULT : AUDIENCE;
    JsonNode asked = review.at("/spec/audiences");
    boolean meant =
        asked.isEmpty() || asked.valueStream().anyMatch(each -> each.asString("").equals(own));
    String user = meant ? USERS.get(token.asString()) : null;
    ObjectNode answer = JSON.createObjectNode().put("apiVersion", version);
    answer.put("kind", "TokenReview");
    ObjectNode status = answer.putObject("status").put("authenticated", user != null);
    if (user != null) {
      ObjectNode named = status.putObject("user").put("username", user).put("uid", "u-" + user);
      named.putArray("groups").add("dev");
      named.putObject("extra").putArray("example.com/team").add("blue");
      if (!asked.isEmpty()) {
        status.putArray("audiences").add(own);
      }
    }
    return Replies.json(200, answer.toString());
  }

  /** One whose answers are made other. */
  static Scripted.Script reply(BiFunction<Asked, Reply, Reply> change) {
    TokenWebhook honest = new TokenWebhook();
    return asked -> change.apply(asked, honest.answer(asked));
  }

  /** One whose reviews, where it answers with one, are made other. */
  static Scripted.Script answering(Consumer<ObjectNode> change) {
    return reply((asked, honest) -> changed(honest, change));
  }

  /** One whose acceptances are made other. */
  static Scripted.Script accepting(Consumer<ObjectNode> change) {
    return reply((asked, honest) -> accepts(honest) ? changed(honest, change) : honest);
  }

  /** One whose acceptances have another user. */
  static Scripted.Script naming(Consumer<ObjectNode> change) {
    return accepting(review -> change.accept((ObjectNode) review.at("/status/user")));
  }

  /** One whose denials are made other. */
  static Scripted.Script denying(Consumer<ObjectNode> change) {
    return reply((asked, honest) -> denies(honest) ? changed(honest, change) : honest);
  }

  /** One that takes a request for another. */
  static Scripted.Script taking(UnaryOperator<Asked> change) {
    TokenWebhook honest = new TokenWebhook();
    return asked -> honest.answer(change.apply(asked));
  }

  static boolean accepts(Reply reply) {
    return reply.body().contains("\"authenticated\":true");
  }

  static boolean denies(Reply reply) {
    return reply.body().contains("\"authenticated\":false");
  }

  static Reply changed(Reply reply, Consumer<ObjectNode> change) {
    if (reply.status() != 200) {
      return reply;
    }
    ObjectNode review = (ObjectNode) JSON.readTree(reply.body());
    change.accept(review);
    return new Reply(reply.status(), reply.type(), review.toString());
  }

  /** An acceptance of a user by this name. */
  static Reply welcome(String user) {
    return Replies.json(
        200, "{\"status\":{\"authenticated\":true,\"user\":{\"username\":\"" + user + "\"}}}");
  }
}
