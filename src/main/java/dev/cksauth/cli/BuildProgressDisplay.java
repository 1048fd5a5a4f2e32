package dev.cksauth.cli;

import dev.cksauth.reference.apiserver.BuildProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How far the one-time build of the API server is: on a terminal one line that is redrawn,
 * elsewhere a line for each tenth.
 */
final class BuildProgressDisplay implements BuildProgress, AutoCloseable {
  private static final int CELLS = 10;

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean unicode;
  private int tenths = -1;
  private boolean headed;
  private boolean drawn;

  BuildProgressDisplay(PrintWriter out, boolean terminal, boolean unicode) {
    this.out = out;
    this.terminal = terminal;
    this.unicode = unicode;
  }

  @Override
  public synchronized void packages(int done, int total, Duration elapsed) {
    if (!headed) {
      headed = true;
      out.println(
          "building kube-apiserver from Go modules, once; about 5 minutes on 2 cores, seconds where"
              + " Go has compiled it before");
    }
    if (terminal) {
      out.print("\r\033[K" + line(done, total, elapsed));
      drawn = true;
    } else if (total > 0 && done * CELLS / total > tenths) {
      tenths = done * CELLS / total;
      out.println(line(done, total, elapsed));
    }
    out.flush();
  }

  /** Ends the line, so that what follows has one of its own. */
  @Override
  public synchronized void close() {
    if (drawn) {
      drawn = false;
      out.println();
      out.flush();
    }
  }

  private String line(int done, int total, Duration elapsed) {
    String time = "%d:%02d".formatted(elapsed.toMinutes(), elapsed.toSecondsPart());
    if (total == 0) {
      return "  modules   downloading and counting   " + time;
    }
    int filled = done * CELLS / total;
    String bar =
        (unicode ? "█" : "#").repeat(filled) + (unicode ? "░" : ".").repeat(CELLS - filled);
    return String.format(Locale.ROOT, "  packages  %s  %,d/%,d   %s", bar, done, total, time);
  }
}
