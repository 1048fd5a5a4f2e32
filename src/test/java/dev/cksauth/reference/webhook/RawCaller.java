package dev.cksauth.reference.webhook;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One connection with TLS and HTTP/1.1 that carries just the bytes that it is told to. */
final class RawCaller implements AutoCloseable {
  private final Socket socket;

  private RawCaller(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) Caller.PATIENCE.toMillis());
  }

  static RawCaller of(WebhookServer server) throws Exception {
    return new RawCaller(
        Caller.context(Optional.empty())
            .getSocketFactory()
            .createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.port()));
  }

  /** A connection whose handshake never begins. */
  static RawCaller silent(WebhookServer server) throws IOException {
    return new RawCaller(
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.port()));
  }

  /** The head of a review whose body is the text. */
  static String head(String body) {
    return "POST /authenticate HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        + "Content-Length: %d\r\n\r\n".formatted(body.getBytes(StandardCharsets.UTF_8).length);
  }

  RawCaller send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
    return this;
  }

  /** One answer: its head and its body, of the length that it names. */
  String answer() throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) next);
    }
    String length = head.toString().replaceFirst("(?is).*content-length: *(\\d+).*", "$1");
    byte[] body = socket.getInputStream().readNBytes(Integer.parseInt(length));
    return head + new String(body, StandardCharsets.UTF_8);
  }

  /** All that comes until the other side closes or resets. */
  String rest() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (javax.net.ssl.SSLException | java.net.SocketException cut) {
      // What came before is what counts.
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
