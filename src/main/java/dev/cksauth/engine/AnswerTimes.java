package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
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

  private static final int SAMPLES = 15;
  private static final double TIMES = 10;
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
    List<Long> millis = new ArrayList<>();
    String token = caller.token(with);
    Exchange last = caller.review(token);
    for (int i = 0; i < with.path("times").asInt(1); i++) {
      last = caller.review(token);
      millis.add(millis(last));
    }
    Collections.sort(millis);
    long bound = with.path(rule == Rule.SLOWEST ? "slowest" : "most").asLong(0);
    int late = rule == Rule.SLOWEST ? 0 : millis.size() / LATE;
    long counts = millis.get(millis.size() - 1 - late);
    String words =
        "%d to %d ms, half of them within %d ms"
            .formatted(millis.getFirst(), millis.getLast(), millis.get(millis.size() / 2));
    String who = rule == Rule.SLOWEST ? "all" : "nine of ten";
    return WebhookCaller.finding(
        Judged.of(counts <= bound, "%s within %d ms".formatted(who, bound), words), last);
  }

  /** A review that was not answered in time took all the time that there was. */
  private static long millis(Exchange exchange) throws UnknownFactsException {
    if (exchange.outcome() instanceof Outcome.Failed failed && failed.kind() != Failure.TIMEOUT) {
      throw new UnknownFactsException(failed.words(), Passing.is(exchange));
    }
    return exchange.took().toMillis();
  }

  /** One after the other, so that what slows the machine down slows both. */
  private static Finding alike(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    String one = caller.token(with);
    String other = caller.token(with.path("other").asString(""));
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    Exchange last = caller.review(one);
    for (int i = 0; i < SAMPLES; i++) {
      first.add(millis(caller.review(one)));
      last = caller.review(other);
      second.add(millis(last));
    }
    long a = median(first);
    long b = median(second);
    boolean apart = Math.abs(a - b) > APART && Math.max(a, b) > TIMES * Math.max(1, Math.min(a, b));
    String words = "half of them within %d ms and %d ms".formatted(a, b);
    return WebhookCaller.finding(
        Judged.of(!apart, "less than ten times, or 50 ms, apart", words), last);
  }

  private static long median(List<Long> millis) {
    return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElse(0L);
  }
}
