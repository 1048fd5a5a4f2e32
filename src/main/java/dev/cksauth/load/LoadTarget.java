package dev.cksauth.load;

import dev.cksauth.subject.Client;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The webhook that load is put on, and how it is reached.
 *
 * @param url as an API server calls it
 * @param client what it is trusted by, and the certificate that it is shown
 * @param authorization what it is shown beside each review
 * @param connections how many are held open at most; empty: as many as an API server has, one by
 *     HTTP/2
 */
public record LoadTarget(
    URI url,
    Client client,
    Optional<String> authorization,
    LoadProtocol protocol,
    OptionalInt connections) {

  private static final int ONE = 1;

  /** As many as an API server may have open where each review needs one of its own. */
  private static final int OF_HTTP_1 = 64;

  /** How many connections may be open, once it is known what the server speaks. */
  int most(boolean http2) {
    return connections.orElse(http2 ? ONE : OF_HTTP_1);
  }

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
    return "LoadTarget[" + url + ", " + protocol + "]";
  }
}
