package dev.cksauth.cli;

import dev.cksauth.reference.topology.StartProgress;
import dev.cksauth.reference.topology.StartedPart;
import java.io.PrintWriter;
import java.time.Duration;

/** Shows on standard error how far the start of the reference system is. */
final class StartDisplay implements StartProgress {
  private final PrintWriter err;
  private final BuildProgressDisplay build;

  StartDisplay(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.build = new BuildProgressDisplay(err, terminal.err(), terminal.unicode());
  }

  @Override
  public void note(String line) {
    build.close();
    err.println(line);
    err.flush();
  }

  @Override
  public void started(StartedPart part) {
    // All parts come in one line at the end.
  }

  @Override
  public void packages(int done, int total, Duration elapsed) {
    build.packages(done, total, elapsed);
  }

  /** Ends the line that is being redrawn, if there is one. */
  void end() {
    build.close();
  }
}
