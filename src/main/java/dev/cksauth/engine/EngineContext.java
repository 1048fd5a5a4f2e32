package dev.cksauth.engine;

import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What the scenarios of one execution share. */
final class EngineContext implements EngineExecutionContext {

  private final SubjectRun run;

  EngineContext(SubjectRun run) {
    this.run = run;
  }

  SubjectRun run() {
    return run;
  }
}
