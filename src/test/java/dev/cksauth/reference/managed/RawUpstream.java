package dev.cksauth.reference.managed;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** An API server of bare bytes, for one connection: what it sends, and when, is up to the test. */
final class RawUpstream implements AutoCloseable {

  /** What to do with the connection once the head of a request has been read. */
  interface Conversation {
    void hold(String head, InputStream in, OutputStream out) throws IOException;
  }

  private final SSLServerSocket socket;
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  RawUpstream(TestPki pki, Conversation conversation) throws IOException {
    socket =
        (SSLServerSocket)
            pki.context(pki.identity("kube-apiserver"))
                .getServerSocketFactory()
                .createServerSocket(0, 8, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread.ofVirtual().start(() -> serve(conversation));
  }

  URI uri() {
    return URI.create("https://127.0.0.1:" + socket.getLocalPort());
  }

  /** Done when the conversation has ended; failed when it ended badly. */
  CompletableFuture<Void> over() {
    return over;
  }

  static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Reads until the other side has gone, politely or not. */
  static void awaitEnd(InputStream in) {
    try {
      in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException gone) {
      // A reset is an end, too.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void serve(Conversation conversation) {
    try (SSLSocket connection = (SSLSocket) socket.accept()) {
      InputStream in = connection.getInputStream();
      conversation.hold(RawClient.head(in), in, connection.getOutputStream());
      over.complete(null);
    } catch (IOException | RuntimeException e) {
      over.completeExceptionally(e);
    }
  }
}
