package dev.cksauth.engine;

import dev.cksauth.load.Generator;
import dev.cksauth.load.LoadPlan;
import dev.cksauth.load.LoadProtocol;
import dev.cksauth.load.LoadTarget;
import dev.cksauth.load.Measured;
import dev.cksauth.load.Objective;
import dev.cksauth.load.TokenMix;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Header;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Reviews that are sent when they are due are all answered rightly, and 99 of 100 within a bound.
 * Latencies count from the moment when a review was due.
 */
final class BearsLoad implements Check {
  private static final Duration WARM_UP = Duration.ofSeconds(1);

  /** As long as an API server waits (contract A-03). */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int TAIL = 99;
  private static final int ROUNDS = 2;
  private static final int SLOWEST = 100;

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Exchange first = caller.review(caller.token(with));
    Object unused = caller.accepted(first);
    // A machine that is slow is given more time, as everywhere.
    Duration within = go.session().patient(Duration.ofMillis(with.path("within").asLong()));
    Objective objective = new Objective(TAIL, within.toMillis());
    try {
      Measured measured = measure(caller, with);
      // A machine that stalls does not do so always.
      for (int again = 1; again < ROUNDS && slow(measured, objective); again++) {
        measured = measure(caller, with);
      }
      return WebhookCaller.finding(judged(measured, objective), first);
    } catch (NoClassDefFoundError absent) {
      throw new NotTestedException(
          "Netty's codec-http2 and HdrHistogram are not there beside this library");
    }
  }

  private static boolean slow(Measured measured, Objective objective) {
    return measured.errors().isEmpty() && !objective.holds(measured);
  }

  private static Judged judged(Measured measured, Objective objective)
      throws UnknownFactsException {
    // What was sent late is late by no more than that.
    double ours = measured.lagMillisAt(SLOWEST);
    if (slow(measured, objective) && measured.millisAt(TAIL) - ours <= objective.millis()) {
      throw new UnknownFactsException(
          "this machine is too busy to judge: reviews were sent late by up to " + millis(ours));
    }
    String actual =
        "%,d of %,d were answered rightly, 99 of 100 within %s"
            .formatted(measured.right(), measured.sent(), millis(measured.millisAt(TAIL)));
    String wrong =
        measured.errors().entrySet().stream()
            .map(error -> "%,d × %s".formatted(error.getValue(), error.getKey()))
            .collect(Collectors.joining("; "));
    return Judged.of(
        objective.holds(measured),
        "all are answered rightly, 99 of 100 within " + millis(objective.millis()),
        wrong.isEmpty() ? actual : actual + ": " + wrong);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 10 ? "%.1f ms" : "%,.0f ms", millis);
  }

  private static Measured measure(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    LoadPlan plan =
        new LoadPlan(
            with.path("rate").asDouble(),
            Duration.ofSeconds(with.path("seconds").asLong()),
            with.has("distinct") ? Duration.ZERO : WARM_UP,
            PATIENCE);
    TokenMix.Kind kind =
        TokenMix.Kind.valueOf(with.path("tokens").asString().toUpperCase(Locale.ROOT));
    TokenMix tokens = new TokenMix(kind, tokens(caller, with), caller.audiences());
    try (Generator generator = Generator.of(target(caller), tokens, plan)) {
      return generator.measure(plan);
    } catch (IOException unusable) {
      throw new UnknownFactsException(String.valueOf(unusable.getMessage()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnknownFactsException("the run was ended during the load");
    }
  }

  private static LoadTarget target(WebhookCaller caller) {
    return new LoadTarget(
        caller.endpoint().url(),
        caller.endpoint().client(),
        caller.login().map(Header::value),
        LoadProtocol.AUTO,
        OptionalInt.empty());
  }

  /** Those of a credential, or as many new ones of its user as are asked for. */
  private static List<SecretValue> tokens(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    int distinct = with.path("distinct").asInt(0);
    if (distinct == 0) {
      return List.of(new SecretValue(caller.token(with)));
    }
    Session session = caller.go().session();
    Credential user = IssuedTokens.users(caller.webhook()).getFirst();
    List<SecretValue> tokens = IssuedTokens.issued(session.actions(), List.of(user), distinct);
    tokens.forEach(token -> session.redactor().add(token, user.word() + " token"));
    return tokens;
  }
}
