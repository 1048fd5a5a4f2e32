package dev.cksauth.load;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * The connections to one webhook, and what waits for one. Used on the client's one thread alone.
 */
final class Connections implements Connection.Owner {
  private final Executor loop;
  private final Dialler dialler;
  private final List<Connection> open = new ArrayList<>();
  private final Deque<Exchange> waiting = new ArrayDeque<>();
  private int most;
  private int dialled;
  private boolean closed;
  private boolean flushing;

  /** Opens connections. */
  @FunctionalInterface
  interface Dialler {
    /**
     * Opens one.
     *
     * @param result is told the connection or why there is none, later and once
     */
    void dial(Connection.Owner owner, Result result);
  }

  /** What came of a dial. */
  interface Result {
    void open(Connection connection);

    void failed(Throwable cause);
  }

  /**
   * None is open yet.
   *
   * @param loop the client's thread
   * @param most how many may be at once
   */
  Connections(Executor loop, Dialler dialler, int most) {
    this.loop = loop;
    this.dialler = dialler;
    this.most = most;
  }

  /** How many may be at once, now that it is known what the server speaks. */
  void allow(int connections) {
    most = connections;
  }

  void send(Exchange exchange) {
    waiting.add(exchange);
    ready();
  }

  /** Once, for all that is sent until the thread is free again. */
  private void flushLater() {
    if (!flushing) {
      flushing = true;
      loop.execute(() -> {
        flushing = false;
        open.forEach(Connection::flush);
      });
    }
  }

  void abandon(Exchange exchange) {
    // Not sent yet: it is over, and is left out when its turn comes.
    List.copyOf(open).forEach(connection -> connection.abandon(exchange));
  }

  void close() {
    closed = true;
  }

  @Override
  public void ready() {
    while (!waiting.isEmpty() && !closed) {
      if (waiting.peek().over()) {
        waiting.remove();
        continue;
      }
      Optional<Connection> free =
          open.stream().filter(Connection::takes).min(Comparator.comparingInt(Connection::load));
      boolean idle = free.isPresent() && free.get().load() == 0;
      if (!idle && dialled + open.size() < most) {
        dial();
      }
      if (free.isEmpty()) {
        return;
      }
      free.get().send(waiting.remove());
      flushLater();
    }
  }

  private void dial() {
    dialled++;
    dialler.dial(
        this,
        new Result() {
          @Override
          public void open(Connection connection) {
            dialled--;
            open.add(connection);
            ready();
          }

          @Override
          public void failed(Throwable cause) {
            dialled--;
            noConnection(cause);
          }
        });
  }

  private void noConnection(Throwable cause) {
    if (open.isEmpty() && dialled == 0) {
      List<Exchange> lost = List.copyOf(waiting);
      waiting.clear();
      lost.forEach(exchange -> exchange.fail(cause));
    }
  }

  @Override
  public void giveBack(Exchange exchange) {
    waiting.addFirst(exchange);
  }

  @Override
  public void gone(Connection connection) {
    boolean unused = open.remove(connection);
    ready();
  }
}
