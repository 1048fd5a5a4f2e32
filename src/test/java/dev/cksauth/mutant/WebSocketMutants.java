package dev.cksauth.mutant;

import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Refusal;
import java.util.stream.Stream;

/** Endpoints that take a token of the Console from the subprotocol of a WebSocket. */
final class WebSocketMutants {
  private WebSocketMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(
        ManagedMutants.policy(
            "managed-takes-websocket-subprotocol",
            "managed/takes-no-token-as-subprotocol",
            console ->
                Policies.takingFrom(console, Heads::subprotocols)
                    .withAdmission((request, caller) ->
                        Heads.subprotocols(request).findAny().map(token -> forbidden(caller)))),
        unmanaged(Part.UNMANAGED_ENDPOINT, "unmanaged"),
        unmanaged(Part.DEPRECATED_ENDPOINT, "deprecated"));
  }

  private static Mutant unmanaged(Part part, String endpoint) {
    Fronts.Handling faulty =
        (gateway, head) ->
            gateway
                .consoleUser(Heads.subprotocols(head))
                .map(caller -> new Front.Answer(forbidden(caller)));
    return new Mutant(
        endpoint + "-takes-websocket-subprotocol",
        part,
        endpoint + "/rejects-console-token-as-subprotocol",
        stage -> {
          Front.Rule rule = Fronts.rule(stage.gateway(), faulty);
          stage.front(endpoint, rule);
        });
  }

  /** No gateway here carries an upgrade: that it names the caller is enough to convict it. */
  private static Refusal forbidden(Caller caller) {
    return Refusal.status(
        403,
        "Forbidden",
        "namespaces is forbidden: User \"%s\" cannot watch resource \"namespaces\""
            .formatted(caller.username()));
  }
}
