package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A small named check: what a scenario's data cannot say. */
interface Check {

  /**
   * Looks at the subject.
   *
   * @param with what the scenario gives it
   */
  Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException;

  /** What it found. */
  record Finding(Judged judged, Optional<Exchange> exchange) {}
}
