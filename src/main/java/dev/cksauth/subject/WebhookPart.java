package dev.cksauth.subject;

import java.util.Map;
import java.util.Optional;

/** A webhook of a test cluster. */
public record WebhookPart(
    String name,
    Map<ActionName, Action> actions,
    Optional<Observer> observer,
    Optional<LogSource> log) {
  public WebhookPart {
    actions = Map.copyOf(actions);
  }
}
