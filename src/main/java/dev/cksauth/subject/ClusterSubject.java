package dev.cksauth.subject;

import dev.cksauth.catalogue.Impact;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A cluster under test.
 *
 * @param endpoints the managed, unmanaged and deprecated ones under these names, then the custom
 *     ones
 * @param webhooks webhooks of a test cluster that can be driven and watched
 * @param issuers issuers of a test cluster that can be driven
 * @param serviceAccountSigner the key that signs the cluster's ServiceAccount tokens
 */
public record ClusterSubject(
    Path file,
    Metadata metadata,
    List<Endpoint> endpoints,
    Optional<Administrator> administrator,
    Optional<OidcSettings> oidc,
    Map<String, Boolean> capabilities,
    List<Credential> credentials,
    Optional<CksApi> cksApi,
    List<WebhookPart> webhooks,
    List<Issuer> issuers,
    Optional<Signer> serviceAccountSigner,
    Map<ActionName, Action> actions,
    Set<Impact> allow,
    Inventory inventory,
    JsonNode document)
    implements Subject {

  public ClusterSubject {
    endpoints = List.copyOf(endpoints);
    capabilities = Map.copyOf(capabilities);
    credentials = List.copyOf(credentials);
    webhooks = List.copyOf(webhooks);
    issuers = List.copyOf(issuers);
    actions = Map.copyOf(actions);
    allow = Set.copyOf(allow);
  }

  /**
   * The endpoint of a name, such as {@link Endpoint#MANAGED}. Where none is called {@link
   * Endpoint#CUSTOM}, that is the first of the customer's own: a scenario cannot know its name.
   */
  public Optional<Endpoint> endpoint(String name) {
    Optional<Endpoint> named =
        endpoints.stream().filter(endpoint -> endpoint.name().equals(name)).findFirst();
    return named.isEmpty() && name.equals(Endpoint.CUSTOM)
        ? endpoints.stream().filter(one -> !Endpoint.OF_VENDOR.contains(one.name())).findFirst()
        : named;
  }
}
