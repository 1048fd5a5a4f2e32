package dev.cksauth.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** An address on this machine where nobody should call; whoever does is counted and sent away. */
final class CalledBack implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger calls = new AtomicInteger();

  private CalledBack(ServerSocket server) {
    this.server = server;
  }

  /** Listens at a free port of loopback. */
  static CalledBack listening() {
    try {
      CalledBack listening =
          new CalledBack(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
      Thread unused = Thread.ofVirtual().name("called-back").start(listening::count);
      return listening;
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
  }

  private void count() {
    while (!server.isClosed()) {
      try {
        Socket caller = server.accept();
        calls.incrementAndGet();
        caller.close();
      } catch (IOException ended) {
        // The caller has gone, or the listener was closed: the loop tells which.
      }
    }
  }

  /** As a token may name it. */
  URI address() {
    return URI.create("https://127.0.0.1:" + server.getLocalPort());
  }

  /** Whether anybody has called. Calls are taken in order: after one of our own none is waiting. */
  boolean called() {
    try (Socket own = new Socket(server.getInetAddress(), server.getLocalPort())) {
      int end = own.getInputStream().read();
      return end >= 0 || calls.get() > 1;
    } catch (IOException sentAway) {
      return calls.get() > 1;
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
