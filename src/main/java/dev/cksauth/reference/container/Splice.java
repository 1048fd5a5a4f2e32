package dev.cksauth.reference.container;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import java.net.StandardSocketOptions;

/** Two connections as one: what comes in on either goes out on the other, its end included. */
final class Splice {
  private Splice() {}

  /** Joins them, and returns at once. Both are closed when both directions have ended. */
  static void join(Socket one, Socket other) throws IOException {
    one.setTcpNoDelay(true);
    other.setTcpNoDelay(true);
    Thread.ofVirtual()
        .start(() -> {
          Thread back = Thread.ofVirtual().start(() -> copy(other, one));
          copy(one, other);
          try {
            back.join();
          } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
          }
          close(one);
          close(other);
        });
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException broken) {
      // A reset on one side is a reset on the other: it must not look like an orderly end.
      reset(from);
      reset(to);
    }
  }

  /** Ends a connection so that its other side sees a reset. */
  static void reset(Socket socket) {
    try {
      socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    } catch (IOException closed) {
      return;
    }
    close(socket);
  }

  static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // Nothing is left to close.
    }
  }
}
