package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import java.util.Set;

/** Troubles of the way rather than of the subject. */
final class Passing {

  /** Too many requests, and the answers of gateways. */
  private static final Set<Integer> STATUSES = Set.of(429, 502, 503, 504);

  private Passing() {}

  static boolean is(Exchange exchange) {
    return switch (exchange.outcome()) {
      case Outcome.Answered answered -> STATUSES.contains(answered.status());
      case Outcome.Failed failed -> failed.kind() == Failure.RESET;
    };
  }
}
