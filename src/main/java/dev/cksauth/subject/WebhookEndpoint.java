package dev.cksauth.subject;

import java.net.URI;
import java.util.List;

/**
 * A webhook's address, and how an API server would reach it.
 *
 * @param url what is called: the URL as an API server uses it
 * @param configured the URL as the file has it, with a query that is not to be shown
 * @param client its trust, and what it is shown
 * @param audiences the {@code --api-audiences} of the API server; empty: {@code spec.audiences} is
 *     omitted
 */
public record WebhookEndpoint(URI url, URI configured, Client client, List<String> audiences) {
  public WebhookEndpoint {
    audiences = List.copyOf(audiences);
  }
}
