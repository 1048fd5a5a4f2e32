package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How long the webhook takes to answer. */
final class AnswerTimes implements Check {

  /** What is looked at. */
  enum Rule {
    /** No review takes longer than a bound. */
    SLOWEST,
    /** Most reviews take less than a bound. */
    MOST,
    /** Two tokens that are denied take times of one order. */
    ALIKE
  }

  /** A busy machine stops a program for a moment: one in so many may be late. */
  private static final int LATE = 10;

  /** A machine that stalls does not do so always: only what is late each time is slow. */
  private static final int ROUNDS = 3;

  private static final int SAMPLES = 9;
  private static final long TIMES = 10;
  private static final long APART = 50;

  private final Rule rule;

  AnswerTimes(Rule rule) {
    this.rule = rule;
  }

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    return rule == Rule.ALIKE ? alike(caller, with) : bounded(caller, with);
  }

  private Finding bounded(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    String token = caller.token(with);
    int times = with.path("times").asInt(1);
    Bound bound = bound(caller.go().session(), with, times);
    Round round = round(caller, token, times, bound);
    for (int more = 1; more < ROUNDS && rule == Rule.MOST && round.stalled(); more++) {
      round = round(caller, token, times, bound);
    }
    String who = rule == Rule.SLOWEST ? "all" : "nine of ten";
    return WebhookCaller.finding(
        Judged.of(!round.late(), "%s within %d ms".formatted(who, bound.millis()), round.words()),
        round.last());
  }

  private Bound bound(Session session, JsonNode with, int times) {
    Duration given =
        Duration.ofMillis(with.path(rule == Rule.SLOWEST ? "slowest" : "most").asLong(0));
    // An API server's patience is what it is; whose machine is slow gives more of ours.
    return rule == Rule.SLOWEST
        ? new Bound(given.toMillis(), 0)
        : new Bound(session.patient(given).toMillis(), times / LATE);
  }

  /** How many reviews may take more than so many milliseconds. */
  private record Bound(long millis, int exceptions) {}

  /** Ends early where the bound is exceeded too often. */
  private static Round round(WebhookCaller caller, String token, int times, Bound bound)
      throws UnknownFactsException {
    List<Long> millis = new ArrayList<>();
    Exchange last = caller.review(token);
    millis.add(millis(last));
    while (millis.size() < times && !new Round(millis, bound, last).late()) {
      last = caller.review(token);
      millis.add(millis(last));
    }
    return new Round(millis, bound, last);
  }

  /** So many reviews in a row. */
  private record Round(List<Long> millis, Bound bound, Exchange last) {
    boolean late() {
      return millis.stream().filter(each -> each > bound.millis()).count() > bound.exceptions();
    }

    /** Late, and not by so much that nothing but the webhook can be the reason. */
    boolean stalled() {
      return late() && Collections.max(millis) < TIMES * bound.millis();
    }

    String words() {
      return "%d to %d ms, half of them within %d ms"
          .formatted(Collections.min(millis), Collections.max(millis), median(millis));
    }
  }

  /** A review that was not answered in time took all the time that there was. */
  private static long millis(Exchange exchange) throws UnknownFactsException {
    if (exchange.outcome() instanceof Outcome.Failed failed && failed.kind() != Failure.TIMEOUT) {
      throw new UnknownFactsException(failed.words(), Passing.is(exchange));
    }
    return exchange.took().toMillis();
  }

  private static Finding alike(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    String one = caller.token(with);
    String other = caller.token(with.path("other").asString(""));
    Exchange last = caller.review(one);
    Medians medians = new Medians(0, 0);
    for (int round = 0; round < ROUNDS; round++) {
      // One after the other, so that what slows the machine down slows both.
      List<Long> first = new ArrayList<>();
      List<Long> second = new ArrayList<>();
      for (int i = 0; i < SAMPLES; i++) {
        first.add(millis(caller.review(one)));
        last = caller.review(other);
        second.add(millis(last));
      }
      medians = new Medians(median(first), median(second));
      if (!medians.apart()) {
        break;
      }
    }
    return WebhookCaller.finding(
        Judged.of(!medians.apart(), "less than ten times, or 50 ms, apart", medians.words()), last);
  }

  /** What half of the reviews of two tokens took at most, in milliseconds. */
  record Medians(long one, long other) {
    boolean apart() {
      return Math.abs(one - other) > APART
          && Math.max(one, other) > TIMES * Math.max(1, Math.min(one, other));
    }

    String words() {
      return "half of them within %d ms and %d ms".formatted(one, other);
    }
  }

  private static long median(List<Long> millis) {
    return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElse(0L);
  }
}
