package dev.cksauth.reference.managed;

import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;

/**
 * Takes in what a client still sends of a request that is answered already. Jetty would reset the
 * HTTP/2 stream as cancelled, and clients that see the reset before the answer throw the answer
 * away (java.net.http does). Go's server reads as much after a handler has returned.
 */
final class RestOfRequest implements Runnable {
  // net/http's maxPostHandlerReadBytes.
  private static final long MOST = 256 << 10;

  private final Request request;
  private final Callback callback;
  private long left = MOST;

  private RestOfRequest(Request request, Callback callback) {
    this.request = request;
    this.callback = callback;
  }

  /** For the end of the answer: the rest of the request is read, and then the callback succeeds. */
  static Callback before(Callback callback, Request request) {
    return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
        ? Callback.from(() -> new RestOfRequest(request, callback).run(), callback::failed)
        : callback;
  }

  @Override
  public void run() {
    while (left >= 0) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(this);
        return;
      }
      left -= chunk.remaining();
      chunk.release();
      if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
        break;
      }
    }
    callback.succeeded();
  }
}
