package dev.cksauth.reference.managed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A TLS connection that sends exactly what it is told to. */
final class RawClient implements AutoCloseable {
  private final SSLSocket socket;

  RawClient(SSLContext context, int port) throws IOException {
    socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    socket.setSoTimeout(10_000);
    socket.startHandshake();
  }

  RawClient send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** The next head: status line and headers, without the empty line. */
  String head() throws IOException {
    return head(socket.getInputStream());
  }

  /** That many bytes of a body. */
  String body(int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
  }

  /** All that comes until the other side closes, or resets. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (javax.net.ssl.SSLException | java.net.SocketException cut) {
      // What came before is what counts.
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
