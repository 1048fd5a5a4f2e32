package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.RawConnection;

/** One review after the other on a connection, as long as the webhook keeps it. */
final class KeptConnection implements AutoCloseable {
  private final WebhookCaller caller;
  private RawConnection connection;
  private boolean used;

  KeptConnection(WebhookCaller caller) {
    this.caller = caller;
    this.connection = caller.connection();
  }

  /** A review; on a new connection where the webhook has closed the one before. */
  Exchange review(String token) {
    Exchange exchange = connection.exchange(caller.text(token));
    boolean closed =
        exchange.outcome() instanceof Outcome.Failed failed && failed.kind() == Failure.RESET;
    if (closed && used) {
      connection.close();
      connection = caller.connection();
      exchange = connection.exchange(caller.text(token));
    }
    used = true;
    return exchange;
  }

  @Override
  public void close() {
    connection.close();
  }
}
