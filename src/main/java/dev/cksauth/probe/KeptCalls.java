package dev.cksauth.probe;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are kept between requests to the same target, each used by one request at a
 * time. One that met any trouble is not used again.
 */
final class KeptCalls implements AutoCloseable {
  /** Servers close what is idle for longer, and a request that meets that is lost. */
  private static final Duration IDLE = Duration.ofSeconds(1);

  private final Map<Target, Deque<Kept>> idle = new ConcurrentHashMap<>();

  /** A call with its client, and when it was used last. */
  private record Kept(Call call, CloseableHttpAsyncClient client, long used) {
    void close() {
      client.close(CloseMode.IMMEDIATE);
    }
  }

  /** What comes of a request over a kept connection, or over a new one that is kept then. */
  Outcome outcome(Target target, ProbeRequest request, Supplier<Call> opening) {
    Kept kept = taken(target);
    if (kept == null) {
      Call call = opening.get();
      kept = new Kept(call, call.client(WireClient.Reuse.AS_LONG_AS_KEPT), 0);
    }
    Outcome outcome = kept.call().outcome(kept.client(), request);
    if (outcome instanceof Outcome.Answered) {
      Deque<Kept> others = idle.computeIfAbsent(target, any -> new ArrayDeque<>());
      synchronized (others) {
        others.push(new Kept(kept.call(), kept.client(), System.nanoTime()));
      }
    } else {
      kept.close();
    }
    return outcome;
  }

  private @Nullable Kept taken(Target target) {
    Deque<Kept> others = idle.get(target);
    if (others == null) {
      return null;
    }
    synchronized (others) {
      @Nullable Kept last = others.poll();
      if (last == null || System.nanoTime() - last.used() < IDLE.toNanos()) {
        return last;
      }
      // It was used last: the others have been idle for even longer.
      last.close();
      others.forEach(Kept::close);
      others.clear();
      return null;
    }
  }

  @Override
  public void close() {
    idle.values()
        .forEach(kept -> {
          synchronized (kept) {
            kept.forEach(Kept::close);
            kept.clear();
          }
        });
  }
}
