package dev.cksauth.subject;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook of a test cluster.
 *
 * @param cacheTtl how long the API server keeps its answers
 */
public record WebhookPart(
    String name,
    Map<ActionName, Action> actions,
    Optional<Observer> observer,
    Optional<LogSource> log,
    Optional<Duration> cacheTtl) {
  public WebhookPart {
    actions = Map.copyOf(actions);
  }
}
