package dev.cksauth.mutant.webhook;

import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.Fault.Asked;
import dev.cksauth.reference.webhook.Fault.Honest;
import dev.cksauth.reference.webhook.Fault.Reply;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.User;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The kinds of faults that mutants are made of. */
final class Faults {
  private static final JsonMapper JSON = new JsonMapper();

  private Faults() {}

  /** What a fault makes of a request and the honest answer to it. */
  @FunctionalInterface
  interface Turn {
    Reply of(Asked asked, Honest honest) throws Exception;
  }

  static Fault turn(Turn turn) {
    return new Fault() {
      @Override
      public Reply answer(Asked asked, Honest honest) throws Exception {
        return turn.of(asked, honest);
      }
    };
  }

  /** Some requests get another answer. */
  static Fault where(Predicate<Asked> met, Reply instead) {
    return turn((asked, honest) -> met.test(asked) ? instead : honest.answer(asked));
  }

  static Fault whereReview(Predicate<JsonNode> met, Reply instead) {
    return where(asked -> met.test(asked.json()), instead);
  }

  /** Takes a request for another. */
  static Fault taking(UnaryOperator<Asked> change) {
    return turn((asked, honest) -> honest.answer(change.apply(asked)));
  }

  /** Takes a token for another. */
  static Fault takingToken(UnaryOperator<String> change) {
    return taking(asked -> {
      String changed = change.apply(asked.token());
      return changed.equals(asked.token()) ? asked : asked.withToken(changed);
    });
  }

  /** Answers no more once it has met such a request. */
  static Fault dying(Predicate<Asked> met) {
    AtomicBoolean dead = new AtomicBoolean();
    return turn((asked, honest) -> {
      if (met.test(asked)) {
        dead.set(true);
      }
      return dead.get() ? Reply.cut() : honest.answer(asked);
    });
  }

  static Fault replying(Predicate<Reply> met, UnaryOperator<Reply> change) {
    return turn((asked, honest) -> {
      Reply reply = honest.answer(asked);
      return met.test(reply) ? change.apply(reply) : reply;
    });
  }

  /** The answers to reviews are made other. */
  static Fault answering(UnaryOperator<Reply> change) {
    return replying(Reply::reviewed, change);
  }

  static Fault reviews(Consumer<ObjectNode> change) {
    return answering(reply -> changed(reply, change));
  }

  static Fault acceptances(Consumer<ObjectNode> change) {
    return replying(Reply::accepts, reply -> changed(reply, change));
  }

  static Fault denials(Consumer<ObjectNode> change) {
    return replying(Reply::denies, reply -> changed(reply, change));
  }

  /** Acceptances have another user. */
  static Fault naming(Consumer<ObjectNode> change) {
    return acceptances(review -> change.accept((ObjectNode) review.at("/status/user")));
  }

  static Reply changed(Reply reply, Consumer<ObjectNode> change) {
    return reply.withText(text -> {
      ObjectNode review = (ObjectNode) JSON.readTree(text);
      change.accept(review);
      return review.toString();
    });
  }

  /** Decides otherwise. */
  static Fault deciding(BiFunction<String, Decision, Decision> change) {
    return new Fault() {
      @Override
      public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
        return (token, audiences) -> change.apply(token, honest.authenticate(token, audiences));
      }
    };
  }

  /** Accepts tokens that it must deny. */
  static Fault accepting(Predicate<String> met) {
    return deciding((token, honest) ->
        honest instanceof Decision.NotAuthenticated && met.test(token) ? somebody() : honest);
  }

  /** Accepts JSON Web Tokens that it must deny for a reason. */
  static Fault acceptingJwt(BiPredicate<Jwt, String> met) {
    return new Fault() {
      @Override
      public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
        return (token, audiences) -> {
          Decision decision = honest.authenticate(token, audiences);
          return decision instanceof Decision.NotAuthenticated(String why)
                  && Jwt.read(token).filter(jwt -> met.test(jwt, why)).isPresent()
              ? new Decision.Authenticated(
                  User.of("alice", List.of("dev")), audiences.stream().limit(1).toList())
              : decision;
        };
      }
    };
  }

  static Decision somebody() {
    return new Decision.Authenticated(User.of("admin", List.of("dev")), List.of());
  }

  /** An acceptance of a user by this name. */
  static Reply welcome(String user) {
    return Reply.json(
        "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"status\":"
            + "{\"authenticated\":true,\"user\":{\"username\":\""
            + user
            + "\"}}}");
  }

  static Reply denied() {
    return Reply.json(
        "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"status\":"
            + "{\"authenticated\":false}}");
  }

  static Reply text(int status) {
    return Reply.of(status, "text/plain", "no");
  }

  /** Takes its time. */
  static void hold(long millis) throws InterruptedException {
    boolean over = new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    if (over) {
      throw new IllegalStateException("nobody counts down");
    }
  }
}
