package dev.cksauth.subject;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A webhook of a test cluster.
 *
 * @param url where the API server reaches it
 * @param ca what signed its certificate, where the API server is to be told
 * @param cacheTtl how long the API server keeps its answers
 * @param behind what is behind it: {@code directory}, {@code second-factor}, {@code introspection}
 * @param lockOut for how long a user is locked out who has failed to log in five times in a row
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
    Set<String> behind,
    Optional<Duration> lockOut,
    Optional<Authorizer> authorizer) {
  public WebhookPart {
    behind = Set.copyOf(behind);
    actions = Map.copyOf(actions);
  }
}
