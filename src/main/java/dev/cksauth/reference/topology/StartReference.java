package dev.cksauth.reference.topology;

import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** Starts a reference system as commands want it: with its programs found, and its end secured. */
public final class StartReference {
  private StartReference() {}

  /**
   * Starts a reference system below {@link RunDirectory#defaultBase()}.
   *
   * @see #start(Path, ReferenceOptions, StartProgress)
   */
  public static ReferenceSystem start(ReferenceOptions options, StartProgress progress)
      throws ReferenceStartException, InterruptedException {
    return start(RunDirectory.defaultBase(), options, progress);
  }

  /**
   * Finds the programs or builds them, cleans up what killed runs left, and starts a reference
   * system. From then on it ends with this process, in whatever way that ends: on SIGINT and
   * SIGTERM in an orderly way, before the process is gone.
   *
   * @param base where run directories are made
   * @throws ReferenceStartException when there are no programs, the build fails, or a part does not
   *     come up; nothing runs then
   */
  public static ReferenceSystem start(Path base, ReferenceOptions options, StartProgress progress)
      throws ReferenceStartException, InterruptedException {
    Teardown teardown = new Teardown();
    Thread hook = new Thread(teardown::close, "end-reference-system");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      teardown.add(() -> forget(hook)); // closed last
      PlatformResolver.Found found = new PlatformResolver(options).resolve(progress);
      progress.note(found.why());
      Abandoned.Removed removed = Abandoned.remove(base);
      for (RunDirectory.Reaped reaped : removed.runs()) {
        progress.note("removed what a killed run had left: " + reaped.directory());
      }
      for (String container : removed.containers()) {
        progress.note("removed what a killed run had left: " + container);
      }
      RunDirectory run = teardown.add(RunDirectory.create(base));
      return ReferenceSystem.start(teardown, run, found.platform(), options, progress);
    } catch (IOException e) {
      teardown.close();
      throw new ReferenceStartException(String.valueOf(e.getMessage()), e);
    } catch (IllegalStateException e) {
      // Only the end of the process closes it this early, and then nobody is to see a stack trace.
      if (!teardown.closed()) {
        teardown.close();
        throw e;
      }
      throw new ReferenceStartException("the reference system was ended while it started", e);
    } catch (InterruptedException | ReferenceStartException e) {
      teardown.close();
      throw e;
    }
  }

  private static void forget(Thread hook) {
    if (Thread.currentThread() != hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The process is ending: the hook runs, finds all closed, and is done.
      }
    }
  }
}
