package dev.cksauth.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes every connection, counts it and never answers. */
final class Trap implements AutoCloseable {

  private final ServerSocket listener;
  private final List<Socket> taken = new CopyOnWriteArrayList<>();

  Trap() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        taken.add(listener.accept());
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  String url() {
    return "https://" + address();
  }

  int connections() {
    return taken.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : taken) {
      socket.close();
    }
  }
}
