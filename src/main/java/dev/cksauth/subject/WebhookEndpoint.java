package dev.cksauth.subject;

import java.net.URI;
import java.util.List;

/**
 * A webhook's address, and how an API server would reach it.
 *
 * @param url what is called: the URL as an API server uses it
 * @param query whether the file's URL has a query, which is dropped: keys are known to be put there
 * @param client its trust, and what it is shown
 * @param audiences the {@code --api-audiences} of the API server; empty: {@code spec.audiences} is
 *     omitted
 */
public record WebhookEndpoint(URI url, boolean query, Client client, List<String> audiences) {
  public WebhookEndpoint {
    audiences = List.copyOf(audiences);
  }
}
