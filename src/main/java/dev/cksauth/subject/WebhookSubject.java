package dev.cksauth.subject;

import dev.cksauth.catalogue.Impact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A webhook under test.
 *
 * @param decisions what a webhook for accesses should decide
 * @param revocationWithin how long the webhook says that it may go on accepting a revoked token
 * @param actions what the suite may ask for
 * @param log searched for tokens that must not be there
 */
public record WebhookSubject(
    Path file,
    Metadata metadata,
    WebhookEndpoint endpoint,
    Review review,
    List<Decision> decisions,
    Map<String, Boolean> capabilities,
    Optional<Duration> revocationWithin,
    List<Credential> credentials,
    Map<ActionName, Action> actions,
    Optional<LogSource> log,
    Set<Impact> allow,
    Inventory inventory,
    JsonNode document)
    implements Subject {

  /** What the webhook decides. */
  public enum Review {
    /** Who somebody is: TokenReview. */
    TOKEN,
    /** What somebody may do: SubjectAccessReview. */
    ACCESS
  }

  public WebhookSubject {
    capabilities = Map.copyOf(capabilities);
    decisions = List.copyOf(decisions);
    credentials = List.copyOf(credentials);
    actions = Map.copyOf(actions);
    allow = Set.copyOf(allow);
  }
}
