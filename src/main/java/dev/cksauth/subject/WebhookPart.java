package dev.cksauth.subject;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A webhook of a test cluster.
 *
 * @param url where the API server reaches it
 * @param ca what signed its certificate, where the API server is to be told
 * @param cacheTtl how long the API server keeps its answers
 * @param authorizer how it is used where it is asked about accesses; empty: it is asked about
 *     tokens
 */
public record WebhookPart(
    String name,
    Optional<URI> url,
    Optional<Authorities> ca,
    Map<ActionName, Action> actions,
    Optional<Observer> observer,
    Optional<LogSource> log,
    Optional<Duration> cacheTtl,
    Optional<Authorizer> authorizer) {
  public WebhookPart {
    actions = Map.copyOf(actions);
  }
}
