package dev.cksauth.engine;

import dev.cksauth.result.ScenarioResult;

/** Is told each result as soon as it is there; called by several threads. */
@FunctionalInterface
public interface Recorder {
  /** A scenario is done. */
  void finished(ScenarioResult result);
}
