package dev.cksauth.probe;

import dev.cksauth.result.ExchangeRecord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A request and what came of it.
 *
 * @param at when it was sent
 * @param took until the end of the answer, or to the failure
 */
public record Exchange(
    Target target, ProbeRequest request, Outcome outcome, Instant at, Duration took) {
  /**
   * By how much the server's clock is ahead, from its Date header: good to a second and to half of
   * what the exchange took.
   */
  public Optional<Duration> clockSkew() {
    if (!(outcome instanceof Outcome.Answered answered)) {
      return Optional.empty();
    }
    return answered
        .header("Date")
        .flatMap(Exchange::instant)
        .map(there -> {
          // A Date is cut to the second: its middle is the best guess.
          Instant middle = there.plusMillis(500);
          return Duration.between(at.plus(took.dividedBy(2)), middle);
        });
  }

  private static Optional<Instant> instant(String date) {
    try {
      DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
      return Optional.of(Instant.from(format.parse(date.trim())));
    } catch (DateTimeException malformed) {
      return Optional.empty();
    }
  }

  /** This for a report: without secrets, and cut to a length that people read. */
  public ExchangeRecord record(Redactor redactor) {
    return Recording.of(this, redactor);
  }
}
