package dev.cksauth.reference.console;

import tools.jackson.databind.JsonNode;

/** Something that a subject file may ask of the reference system: issue, revoke, restart, … */
@FunctionalInterface
public interface Action {

  /**
   * Does it, within the 10 s that the caller waits.
   *
   * @param request the body sent; an empty object when there was none
   * @throws Exception when it could not be done: answered with 500, the details only logged by type
   */
  ActionAnswer perform(JsonNode request) throws Exception;
}
