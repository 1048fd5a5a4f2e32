package dev.cksauth.reference.managed;

import java.net.URI;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpConversation;
import org.eclipse.jetty.client.transport.HttpRequest;

/**
 * A request whose method and target are sent byte for byte. Jetty's own goes through {@link URI},
 * which refuses characters that the API server takes, reads {@code //a/b} as host {@code a}, and
 * changes a method to upper case.
 */
final class UpstreamRequest extends HttpRequest {
  private final String method;
  private final String target;

  UpstreamRequest(HttpClient client, URI upstream, String method, String target) {
    super(client, new HttpConversation(), upstream);
    this.method = method;
    this.target = target;
  }

  @Override
  public String getMethod() {
    return method;
  }

  @Override
  public String getPath() {
    return target;
  }

  @Override
  @SuppressWarnings(
      "NullAway") // Null is Jetty's word for "no query"; it is part of the target here.
  public String getQuery() {
    return null;
  }
}
