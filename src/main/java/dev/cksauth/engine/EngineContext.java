package dev.cksauth.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.support.hierarchical.EngineExecutionContext;

/** What the scenarios of one execution share. */
final class EngineContext implements EngineExecutionContext {

  private final @Nullable SubjectRun run;

  EngineContext(@Nullable SubjectRun run) {
    this.run = run;
  }

  SubjectRun run() {
    return Objects.requireNonNull(run, "nothing is planned without a run");
  }
}
