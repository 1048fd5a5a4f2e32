package dev.cksauth.engine;

import java.util.stream.Stream;

/**
 * A fault of a webhook that answers by a script.
 *
 * @param name empty where the scenario that notices it says all
 * @param killer the scenario that is named for it
 */
public record ScriptedFault(String name, String killer) {

  /** All of them, of webhooks that review tokens and of those that decide on accesses. */
  public static Stream<ScriptedFault> all() {
    Stream<ScriptedFault> tokens =
        TokenWebhookFaults.all().keySet().stream()
            .map(killer -> new ScriptedFault("", "webhook/" + killer));
    Stream<ScriptedFault> accesses =
        AccessWebhookTest.mutants()
            .map(mutant -> new ScriptedFault(mutant.name(), mutant.killer()));
    return Stream.concat(tokens, accesses);
  }
}
