package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server on loopback that speaks HTTP without TLS, and says so to whoever greets it otherwise.
 */
final class PlainServer implements AutoCloseable {

  private final ServerSocket listener;

  PlainServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        answer(listener.accept());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private static void answer(Socket accepted) {
    try (Socket socket = accepted) {
      socket.getInputStream().read();
      socket
          .getOutputStream()
          .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
    } catch (IOException gone) {
      // The next client is answered all the same.
    }
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
