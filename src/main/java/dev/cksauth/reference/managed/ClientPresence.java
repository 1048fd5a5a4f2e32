package dev.cksauth.reference.managed;

import java.io.IOException;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Notices that an HTTP/1.1 client went away while its answer is under way and silent, as Go's
 * server does. Jetty reads an HTTP/1.1 connection only between requests, so a watch that nobody
 * follows any more would stay open upstream until its next event. (HTTP/2 tells by itself.)
 */
final class ClientPresence implements Callback {
  // A wake-up without data can be a TLS record of its own. More of them than that are a request
  // sent ahead, which stays unread in TLS; then watching ends, or it would never rest.
  private static final int LARGEST_NUMBER_OF_EMPTY_READS = 4;

  private final AbstractEndPoint endPoint;
  private final Consumer<Throwable> gone;
  private boolean stopped;
  private boolean listening;
  private int emptyReads;

  private ClientPresence(AbstractEndPoint endPoint, Consumer<Throwable> gone) {
    this.endPoint = endPoint;
    this.gone = gone;
  }

  /**
   * Watches over a request without a body.
   *
   * @param gone told once, when the client has closed its side
   * @return what to run before the answer completes, so that Jetty can read the connection again
   */
  static Runnable watch(Request request, Consumer<Throwable> gone) {
    boolean bodyless =
        request.getLength() <= 0 && !request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    if (bodyless
        && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
        && request.getConnectionMetaData().getConnection().getEndPoint()
            instanceof AbstractEndPoint endPoint) {
      ClientPresence presence = new ClientPresence(endPoint, gone);
      presence.listen();
      return presence::stop;
    }
    return () -> {};
  }

  @Override
  public void succeeded() {
    try {
      if (hasClosed()) {
        gone.accept(new EofException("the client has closed the connection"));
      }
    } catch (IOException e) {
      gone.accept(e);
    }
  }

  @Override
  public void failed(Throwable failure) {
    boolean tell;
    synchronized (this) {
      listening = false;
      tell = !stopped;
      stopped = true;
    }
    if (tell) {
      gone.accept(failure);
    }
  }

  private synchronized void listen() {
    listening = !stopped && endPoint.tryFillInterested(this);
  }

  private synchronized boolean hasClosed() throws IOException {
    listening = false;
    if (stopped) {
      return false;
    }
    // No room, so nothing is taken: a request sent ahead stays for Jetty to read.
    if (endPoint.fill(BufferUtil.EMPTY_BUFFER) < 0) {
      stopped = true;
      return true;
    }
    emptyReads++;
    if (emptyReads < LARGEST_NUMBER_OF_EMPTY_READS) {
      listen();
    }
    return false;
  }

  private synchronized void stop() {
    stopped = true;
    if (listening) {
      // Jetty's end point has no way to take an interest back, only to fulfil it.
      endPoint.getFillInterest().fillable();
    }
  }
}
