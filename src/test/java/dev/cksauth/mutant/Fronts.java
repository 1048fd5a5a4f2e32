package dev.cksauth.mutant;

import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.RequestHead;
import java.util.Optional;

/** Rules of gateways before an API server, honest but for one thing. */
final class Fronts {
  private Fronts() {}

  /** Finds out in a faulty way who sent a request; empty: then the API server is to say. */
  @FunctionalInterface
  interface Finding {
    Optional<Caller> of(Gateway gateway, RequestHead head) throws Exception;
  }

  /** Answers or changes a request in a faulty way; empty: then it is carried as it is. */
  @FunctionalInterface
  interface Handling {
    Optional<Front.Turn> of(Gateway gateway, RequestHead head) throws Exception;
  }

  static Handling found(Finding finding) {
    return (gateway, head) -> finding.of(gateway, head).map(caller -> gateway.as(head, caller));
  }

  /** The fault does not concern senders with a certificate. */
  static Front.Rule rule(Gateway gateway, Handling handling) {
    return arrival -> {
      Optional<Front.Turn> turn =
          arrival.certificate().isPresent()
              ? Optional.empty()
              : handling.of(gateway, arrival.head());
      return turn.isPresent() ? turn.get() : gateway.honest(arrival);
    };
  }
}
