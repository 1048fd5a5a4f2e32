package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.deciding;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;

import dev.cksauth.reference.topology.OpenSamples.Sample;
import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.User;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is wrong with webhooks whose users log in, or whose tokens others are asked about, as far as
 * their reviews tell. What only a login tells is found by the stories of the profile {@code
 * integration}.
 */
final class SampleMutants {
  private SampleMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(sessions(), introspection(), chain()).flatMap(each -> each);
  }

  private static Stream<WebhookMutant> sessions() {
    return Stream.of(
        faulty(
            "keeps-sessions-after-the-logout",
            Sample.DIRECTORY,
            "rejection/rejects-token-once-revoked",
            Known.like(String::equals)),
        faulty(
            "takes-sessions-for-endless",
            Sample.DIRECTORY,
            "rejection/rejects-expired-token",
            acceptingWhy(token -> token.startsWith("dir_"), "no session")),
        faulty(
            "fails-on-sessions-that-are-over",
            Sample.DIRECTORY,
            "rejection/denies-expired-with-200",
            undecidedWhy("no session")),
        faulty(
            "names-whoever-came-before",
            Sample.DIRECTORY,
            "identity/tells-users-apart",
            new OneLate()),
        faulty(
            "binds-no-session-to-its-user",
            Sample.FACTORS,
            "identity/tells-users-apart",
            new FirstForAll()),
        faulty(
            "keeps-sessions-of-two-factors-after-the-logout",
            Sample.FACTORS,
            "rejection/rejects-token-once-revoked",
            Known.like(String::equals)),
        faulty(
            "logs-tokens-of-sessions",
            Sample.FACTORS,
            "secrecy/log-holds-no-token",
            new BehaviourMutants.Logging(token -> token)));
  }

  private static Stream<WebhookMutant> introspection() {
    return Stream.of(
        faulty(
            "ignores-whether-a-token-is-active",
            Sample.INTROSPECTION,
            "rejection/rejects-revoked-token",
            acceptingWhy(token -> true, "not active")),
        faulty(
            "asks-about-each-token-once",
            Sample.INTROSPECTION,
            "rejection/rejects-token-once-revoked",
            Known.like(String::equals)),
        faulty(
            "takes-introspected-tokens-for-others",
            Sample.INTROSPECTION,
            "audience/denies-tokens-for-others",
            acceptingWhy(token -> true, "for another audience")),
        faulty(
            "confirms-what-the-issuer-did-not-say",
            Sample.INTROSPECTION,
            "audience/denies-other-audiences#stranger",
            acceptingWhy(token -> true, "for another audience")),
        faulty(
            "takes-inactive-for-an-error",
            Sample.INTROSPECTION,
            "rejection/denies-revoked-with-200",
            undecidedWhy("not active")),
        faulty(
            "sends-whatever-it-is-shown",
            Sample.INTROSPECTION,
            "rejection/denies-with-200#malformed-jwt",
            undecidedWhy("not of a token's form", "not active")));
  }

  private static Stream<WebhookMutant> chain() {
    return Stream.of(
        faulty(
            "fails-on-tokens-of-no-kind",
            Sample.CHAIN,
            "rejection/denies-with-200#unknown",
            undecidedWhy("of no known kind", "not active")),
        faulty(
            "takes-a-denial-for-the-next-ones-question",
            Sample.CHAIN,
            "rejection/rejects-altered-tokens#signature-changed",
            acceptingWhy(token -> token.startsWith("eyJ"), "")),
        faulty(
            "logs-what-none-of-the-chain-takes",
            Sample.CHAIN,
            "secrecy/log-holds-no-token",
            new BehaviourMutants.Logging(
                token -> token.substring(0, Math.min(24, token.length())))));
  }

  /** Accepts what is denied for a reason; an empty one is any. */
  private static Fault acceptingWhy(Predicate<String> met, String reason) {
    return new Fault() {
      @Override
      public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
        return (token, audiences) -> {
          Decision decision = honest.authenticate(token, audiences);
          boolean taken =
              decision instanceof Decision.NotAuthenticated(String why)
                  && (reason.isEmpty() || why.equals(reason))
                  && met.test(token);
          return taken
              ? new Decision.Authenticated(
                  User.of("alice", List.of("dev", "ops")), audiences.stream().limit(1).toList())
              : decision;
        };
      }
    };
  }

  private static Fault undecidedWhy(String... reasons) {
    return deciding((token, honest) ->
        honest instanceof Decision.NotAuthenticated(String why) && List.of(reasons).contains(why)
            ? new Decision.Undecided("broken")
            : honest);
  }

  /** What one request writes the next one reads. */
  private record OneLate(List<Decision> accepted) implements Fault {
    OneLate() {
      this(new CopyOnWriteArrayList<>());
    }

    @Override
    public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
      return (token, audiences) -> {
        Decision now = honest.authenticate(token, audiences);
        if (!(now instanceof Decision.Authenticated)) {
          return now;
        }
        accepted.add(now);
        return accepted.get(Math.max(0, accepted.size() - 2));
      };
    }
  }

  /** Whose session it is is not asked: one user is as good as another. */
  private record FirstForAll(List<Decision> accepted) implements Fault {
    FirstForAll() {
      this(new CopyOnWriteArrayList<>());
    }

    @Override
    public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
      return (token, audiences) -> {
        Decision now = honest.authenticate(token, audiences);
        if (!(now instanceof Decision.Authenticated)) {
          return now;
        }
        accepted.add(now);
        return accepted.getFirst();
      };
    }
  }
}
