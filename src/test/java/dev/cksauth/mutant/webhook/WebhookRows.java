package dev.cksauth.mutant.webhook;

import dev.cksauth.mutant.KillMatrix;
import java.util.Locale;
import java.util.stream.Stream;

/** The mutants of this package, by name and by the scenario that is named for each. */
public final class WebhookRows {
  private WebhookRows() {}

  /** All of them. */
  public static Stream<KillMatrix.Row> all() {
    return Stream.concat(MutantRun.mutants(), LoadMutants.all()).map(WebhookRows::row);
  }

  static KillMatrix.Row row(WebhookMutant mutant) {
    return new KillMatrix.Row(
        mutant.name(), mutant.sample().name().toLowerCase(Locale.ROOT), mutant.killer());
  }
}
