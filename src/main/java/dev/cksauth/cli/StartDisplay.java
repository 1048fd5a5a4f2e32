package dev.cksauth.cli;

import dev.cksauth.reference.topology.StartProgress;
import dev.cksauth.reference.topology.StartedPart;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The start of a reference system as a person sees it. */
final class StartDisplay implements StartProgress, AutoCloseable {
  private final PrintWriter out;
  private final BuildProgressDisplay build;

  StartDisplay(PrintWriter out, boolean terminal, boolean unicode) {
    this.out = out;
    this.build = new BuildProgressDisplay(out, terminal, unicode);
  }

  /** For what this process's standard output is. */
  static StartDisplay of(PrintWriter out) {
    boolean unicode = Charset.defaultCharset().newEncoder().canEncode('█');
    return new StartDisplay(out, terminal(), unicode);
  }

  @Override
  public void note(String line) {
    build.close();
    out.println(line);
    out.flush();
  }

  @Override
  public void started(StartedPart part) {
    // They all come within three seconds; the summary names them with their times.
  }

  @Override
  public void packages(int done, int total, Duration elapsed) {
    build.packages(done, total, elapsed);
  }

  @Override
  public void close() {
    build.close();
  }

  @SuppressWarnings("SystemConsoleNull") // asked both ways: this runs on Java 21 too
  private static boolean terminal() {
    @Nullable Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // From Java 22 on there is a console also without a terminal, and this method to ask.
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
