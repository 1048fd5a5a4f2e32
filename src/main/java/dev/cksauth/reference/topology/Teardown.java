package dev.cksauth.reference.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is to be closed, the last first, exactly once: whoever comes second waits until all is
 * closed. So the end of the program and an orderly close may meet.
 */
final class Teardown {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private boolean closed;

  /**
   * Adds a part. When all is closed already, the part is closed too.
   *
   * @throws IllegalStateException when all is closed already
   */
  synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    if (closed) {
      closeParts();
      throw new IllegalStateException("the reference system was closed while it started");
    }
    return part;
  }

  synchronized boolean closed() {
    return closed;
  }

  /** Closes every part, also after one that fails; the first failure is returned. */
  synchronized @Nullable Exception close() {
    closed = true;
    return closeParts();
  }

  private @Nullable Exception closeParts() {
    @Nullable Exception first = null;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    return first;
  }
}
