package dev.cksauth.engine;

import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What the scenarios of one execution share. */
final class EngineContext implements EngineExecutionContext {

  private final @Nullable SubjectRun run;

  /** A context; without a run where there is nothing to run. */
  EngineContext(@Nullable SubjectRun run) {
    this.run = run;
  }

  SubjectRun run() {
    if (run == null) {
      throw new IllegalStateException("there is nothing to run");
    }
    return run;
  }
}
