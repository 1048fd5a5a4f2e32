package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.changed;
import static dev.cksauth.mutant.webhook.Faults.hold;
import static dev.cksauth.mutant.webhook.Faults.replying;
import static dev.cksauth.mutant.webhook.Faults.turn;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;
import static dev.cksauth.mutant.webhook.WebhookMutant.faultyJwt;

import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.Fault.Asked;
import dev.cksauth.reference.webhook.Fault.Reply;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is wrong under load, with odd clients, with secrets and in time. */
final class BehaviourMutants {
  private BehaviourMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(robustness(), fronts(), secrecy(), timing()).flatMap(each -> each);
  }

  private static Stream<WebhookMutant> robustness() {
    return Stream.of(
        faulty(
            "takes-tokens-ten-times-only",
            "robustness/answers-again-and-again#known",
            limited(Reply::accepts, Faults.denied())),
        faulty(
            "limits-strangers",
            "robustness/answers-again-and-again#unknown",
            limited(Reply::denies, Faults.text(429))),
        faulty("shares-a-field-among-reviews", "robustness/answers-many-at-once", shared()),
        faulty("takes-ten-at-once", "robustness/answers-many-at-once", crowded()),
        faulty(
            "keeps-the-login-with-the-connection",
            "robustness/judges-each-review-alone",
            turn(new OfConnection(Reply::accepts))),
        faulty(
            "answers-the-first-review-again",
            "robustness/judges-pipelined-reviews-alone",
            turn(new OfConnection(Reply::reviewed))));
  }

  private static Fault limited(Predicate<Reply> met, Reply instead) {
    Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
    return turn((asked, honest) -> {
      Reply reply = honest.answer(asked);
      AtomicInteger count = counts.computeIfAbsent(asked.token(), token -> new AtomicInteger());
      return met.test(reply) && count.incrementAndGet() > 10 ? instead : reply;
    });
  }

  private static Fault shared() {
    AtomicReference<Asked> last = new AtomicReference<>();
    return turn((asked, honest) -> {
      last.set(asked);
      hold(20);
      return honest.answer(Objects.requireNonNull(last.get()));
    });
  }

  private static Fault crowded() {
    AtomicInteger now = new AtomicInteger();
    return turn((asked, honest) -> {
      try {
        if (now.incrementAndGet() > 10) {
          return Faults.text(503);
        }
        hold(100);
        return honest.answer(asked);
      } finally {
        now.decrementAndGet();
      }
    });
  }

  /** Keeps the first answer of a kind with the connection. */
  private record OfConnection(Predicate<Reply> met, Map<Object, Reply> kept)
      implements Faults.Turn {
    OfConnection(Predicate<Reply> met) {
      this(met, new ConcurrentHashMap<>());
    }

    @Override
    public Reply of(Asked asked, Fault.Honest honest) throws Exception {
      Reply before = kept.get(asked.connection());
      if (before != null) {
        return before;
      }
      Reply reply = honest.answer(asked);
      if (met.test(reply)) {
        kept.put(asked.connection(), reply);
      }
      return reply;
    }
  }

  private static Stream<WebhookMutant> fronts() {
    return Stream.of(
        faulty("serves-few-connections", "robustness/answers-while-others-wait#nothing", Fault.NONE)
            .behind(SocketFront.Kind.NARROW),
        faulty(
                "serves-one-request-at-a-time",
                "robustness/answers-while-others-wait#half-a-body",
                Fault.NONE)
            .behind(SocketFront.Kind.NARROW),
        faulty(
                "never-lets-go-of-clients-that-went",
                "robustness/survives-clients-that-go",
                Fault.NONE)
            .behind(SocketFront.Kind.LEAKING),
        faulty("dies-of-malformed-http", "robustness/survives-malformed-http#garbage", Fault.NONE)
            .behind(SocketFront.Kind.FRAGILE),
        faulty(
                "dies-of-unknown-methods",
                "robustness/survives-malformed-http#unknown-method",
                Fault.NONE)
            .behind(SocketFront.Kind.FRAGILE));
  }

  private static Stream<WebhookMutant> secrecy() {
    return Stream.of(
        faulty(
            "quotes-accepted-tokens",
            "secrecy/answers-hold-no-token#accepted",
            quotingToken(Reply::accepts)),
        faulty(
            "quotes-denied-tokens",
            "secrecy/answers-hold-no-token#denied",
            quotingToken(Reply::denies)),
        faultyJwt(
            "quotes-expired-tokens",
            "secrecy/answers-hold-no-expired-token",
            turn((asked, honest) -> {
              Reply reply = honest.answer(asked);
              boolean expired = Jwt.read(asked.token()).filter(Jwt::isExpired).isPresent();
              return expired && reply.denies()
                  ? changed(
                      reply,
                      review ->
                          review
                              .withObject("/status")
                              .put("error", "token expired: " + asked.token()))
                  : reply;
            })),
        faulty(
            "quotes-what-is-no-json",
            "secrecy/errors-hold-no-token#not-json",
            quoting(reply -> reply.status() == 400)),
        faulty(
            "quotes-what-has-another-type",
            "secrecy/errors-hold-no-token#another-type",
            quoting(reply -> reply.status() == 415)),
        faulty("logs-tokens", "secrecy/log-holds-no-token", new Logging(token -> token)),
        faulty(
            "logs-the-start-of-tokens",
            "secrecy/log-holds-no-token",
            new Logging(token -> token.substring(0, Math.min(20, token.length())) + "...")));
  }

  private static Fault quotingToken(Predicate<Reply> met) {
    return turn((asked, honest) -> {
      Reply reply = honest.answer(asked);
      return met.test(reply)
          ? changed(
              reply, review -> review.withObject("/status").put("error", "token " + asked.token()))
          : reply;
    });
  }

  private static Fault quoting(Predicate<Reply> met) {
    return turn((asked, honest) -> {
      Reply reply = honest.answer(asked);
      return met.test(reply) ? reply.withText(text -> text + asked.text()) : reply;
    });
  }

  /** Writes something of each token down. */
  record Logging(Function<String, String> shown) implements Fault {
    @Override
    public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
      return (token, audiences) -> {
        Fault.log(log, "asked about " + shown.apply(token));
        return honest.authenticate(token, audiences);
      };
    }
  }

  private static Stream<WebhookMutant> timing() {
    AtomicInteger count = new AtomicInteger();
    return Stream.of(
        faulty(
            "takes-eleven-seconds-now-and-then",
            "timing/answers-in-time#denied",
            slow(reply -> reply.denies() && count.incrementAndGet() % 3 == 0, 11_000)),
        faulty(
            "takes-more-than-a-second",
            "timing/answers-quickly#accepted",
            slow(Reply::accepts, 1_100)),
        faultyJwt(
            "takes-longer-for-expired-tokens",
            "timing/tells-nothing-by-time",
            turn((asked, honest) -> {
              if (Jwt.read(asked.token()).filter(Jwt::isExpired).isPresent()) {
                hold(1_500);
              }
              return honest.answer(asked);
            })));
  }

  private static Fault slow(Predicate<Reply> met, long millis) {
    return replying(
        met,
        reply -> {
          try {
            hold(millis);
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
          return reply;
        });
  }
}
