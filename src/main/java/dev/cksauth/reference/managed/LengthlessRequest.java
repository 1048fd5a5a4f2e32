package dev.cksauth.reference.managed;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/2 request with a body of unknown length, in the form in which Jetty's proxy sees that it
 * has one. The proxy looks for {@code Transfer-Encoding}, which HTTP/2 does not have, and would
 * forward the request without its body.
 */
final class LengthlessRequest extends Request.Wrapper {
  private final HttpFields headers;
  private Content.@Nullable Chunk first;

  private LengthlessRequest(Request request, Content.@Nullable Chunk first) {
    super(request);
    this.first = first;
    this.headers =
        HttpFields.build(request.getHeaders())
            .add(new HttpField(HttpHeader.TRANSFER_ENCODING, "chunked"));
  }

  /** The request itself, unless it is one of HTTP/2 with a body of unknown length. */
  static Request of(Request request) {
    if (request.getLength() >= 0
        || request.getConnectionMetaData().getHttpVersion() != HttpVersion.HTTP_2) {
      return request;
    }
    // To read would have Jetty send "100 Continue", which is for the API server to say.
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      return new LengthlessRequest(request, null);
    }
    Content.@Nullable Chunk first = request.read();
    boolean bodyless = first != null && first.isLast() && !first.hasRemaining();
    return bodyless && !Content.Chunk.isFailure(first)
        ? request
        : new LengthlessRequest(request, first);
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }

  @Override
  @SuppressWarnings("NullAway") // Null is Jetty's word for "nothing to read yet".
  public Content.Chunk read() {
    Content.@Nullable Chunk chunk = first;
    first = null;
    return chunk != null ? chunk : super.read();
  }

  @Override
  public void demand(Runnable action) {
    if (first != null) {
      action.run();
    } else {
      super.demand(action);
    }
  }
}
