package dev.cksauth.cli;

import dev.cksauth.reference.topology.StartProgress;
import dev.cksauth.reference.topology.StartedPart;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Shows on standard error how far the start of the reference system is. */
final class StartDisplay implements StartProgress {

  private static final int BAR = 10;
  private static final int PERCENT_STEP = 10;
  private final PrintWriter err;
  private final Terminal terminal;
  private int shown = -1;

  StartDisplay(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public synchronized void note(String line) {
    err.println(line);
  }

  @Override
  public void started(StartedPart part) {
    // All parts come in one line at the end.
  }

  @Override
  public synchronized void packages(int done, int total, Duration elapsed) {
    if (shown < 0) {
      err.println("building kube-apiserver from Go modules, once, about 6 minutes on 2 cores");
      shown = 0;
    }
    if (total == 0) {
      return;
    }
    String line = line(done, total, elapsed);
    int percent = done * 100 / total;
    if (terminal.err()) {
      err.print("\r" + line + (done >= total ? System.lineSeparator() : ""));
      err.flush();
    } else if (percent >= shown + PERCENT_STEP) {
      shown = percent - percent % PERCENT_STEP;
      err.println(line);
    }
  }

  private String line(int done, int total, Duration elapsed) {
    int full = done * BAR / total;
    String bar =
        (terminal.unicode() ? "█" : "#").repeat(full)
            + (terminal.unicode() ? "░" : "-").repeat(BAR - full);
    return String.format(
        Locale.ROOT,
        "  packages  %s  %,d/%,d   %d:%02d",
        bar,
        done,
        total,
        elapsed.toMinutes(),
        elapsed.toSecondsPart());
  }
}
