package dev.cksauth.probe;

import java.util.concurrent.CompletableFuture;

/** How far one request has come. */
final class Progress {
  /** In order. */
  enum Stage {
    CONNECTING,
    HANDSHAKE,
    CONNECTED,
    SENT,
    ANSWERING
  }

  private volatile Stage stage = Stage.CONNECTING;
  private final CompletableFuture<Boolean> sent = new CompletableFuture<>();

  Stage stage() {
    return stage;
  }

  /** Completed once the request is on its way. */
  CompletableFuture<Boolean> sent() {
    return sent;
  }

  void reached(Stage next) {
    stage = next;
    if (next == Stage.SENT) {
      sent.complete(true);
    }
  }

  boolean before(Stage other) {
    return stage.compareTo(other) < 0;
  }
}
