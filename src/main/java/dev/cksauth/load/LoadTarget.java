package dev.cksauth.load;

import dev.cksauth.subject.Client;
import java.net.URI;
import java.util.Optional;

/**
 * The webhook that load is put on, and how it is reached.
 *
 * @param url as an API server calls it
 * @param client what it is trusted by, and the certificate that it is shown
 * @param authorization what it is shown beside each review
 * @param connections how many are held open at most
 */
public record LoadTarget(
    URI url,
    Client client,
    Optional<String> authorization,
    LoadProtocol protocol,
    int connections) {

  boolean secure() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  int port() {
    int standard = secure() ? 443 : 80;
    return url.getPort() < 0 ? standard : url.getPort();
  }

  /** Without what it is shown. */
  @Override
  public String toString() {
    return "LoadTarget[" + url + ", " + protocol + ", " + connections + "]";
  }
}
