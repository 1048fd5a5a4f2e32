package dev.cksauth.cli;

import dev.cksauth.engine.configuration.Change;
import dev.cksauth.engine.configuration.ConfigurationException;
import dev.cksauth.engine.configuration.Reconfiguration;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a change is made: shown only, checked, kept or taken back. */
final class ChangeOptions {

  @Option(
      names = "--check",
      paramLabel = "CREDENTIAL",
      description =
          "A credential of the subject file that is good once the change is in use: waits until it"
              + " logs in at the unmanaged endpoint, and says how long that took")
  private @Nullable String check;

  @Option(names = "--plan", description = "Shows what would be changed, and changes nothing.")
  private boolean plan;

  @Option(
      names = "--keep",
      description = "Forgets what the cluster had before: `restore` does not put it back.")
  private boolean keep;

  ExitCode run(Change change, ConfigurableSubject subject, CommandLine line) throws CommandFailure {
    ClusterSubject cluster = subject.read(!plan);
    Optional<Credential> shows = subject.credential(cluster, Optional.ofNullable(check));
    PrintWriter out = line.getOut();
    try (Reconfiguration reconfiguration = subject.reconfiguration(cluster, out)) {
      if (plan) {
        reconfiguration.plan(change);
        return ExitCode.DONE;
      }
      return new Attempt(subject, cluster, line).make(reconfiguration, change, shows, keep);
    } catch (ConfigurationException failed) {
      throw new CommandFailure(ExitCode.ANSWER_IS_NO, String.valueOf(failed.getMessage()));
    }
  }

  /** One change that is taken back where it does not come to its end. */
  private static final class Attempt {
    private final ConfigurableSubject subject;
    private final ClusterSubject cluster;
    private final PrintWriter out;
    private final AtomicBoolean done = new AtomicBoolean();

    Attempt(ConfigurableSubject subject, ClusterSubject cluster, CommandLine line) {
      this.subject = subject;
      this.cluster = cluster;
      this.out = line.getOut();
    }

    ExitCode make(
        Reconfiguration reconfiguration, Change change, Optional<Credential> shows, boolean keep)
        throws ConfigurationException {
      Thread hook =
          new Thread(
              () -> {
                reconfiguration.stop();
                if (done.compareAndSet(false, true)) {
                  out.println("interrupted: the change is taken back");
                  takeBack();
                }
              },
              "take-back");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        reconfiguration.apply(change, shows);
        if (keep) {
          reconfiguration.keep();
        } else {
          out.println("undo      cks-auth restore " + subject.file());
        }
        done.set(true);
        return ExitCode.DONE;
      } catch (ConfigurationException failed) {
        return failed(failed);
      } finally {
        forget(hook);
      }
    }

    private ExitCode failed(ConfigurationException failed) {
      if (!done.compareAndSet(false, true)) {
        return ExitCode.UNFINISHED;
      }
      out.println("failed    " + failed.getMessage());
      out.flush();
      return takeBack() ? ExitCode.ANSWER_IS_NO : ExitCode.UNFINISHED;
    }

    /** By new means: those of the change may have been marked by its failure. */
    private boolean takeBack() {
      try (Reconfiguration fresh = subject.reconfiguration(cluster, out)) {
        fresh.restore();
        return true;
      } catch (ConfigurationException left) {
        out.println("left      " + left.getMessage());
        out.println("          `cks-auth restore %s` tries again".formatted(subject.file()));
        out.flush();
        return false;
      }
    }

    private static void forget(Thread hook) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException ending) {
        // The process is ending: the hook takes back what was not done.
      }
    }
  }
}
