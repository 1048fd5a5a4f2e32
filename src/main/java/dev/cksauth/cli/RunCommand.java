package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Impact;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Forecast;
import dev.cksauth.engine.Journal;
import dev.cksauth.engine.Listed;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.ReferenceStartException;
import dev.cksauth.reference.topology.ReferenceSystem;
import dev.cksauth.reference.topology.StartReference;
import dev.cksauth.report.ConsoleReport;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ProgressDisplay;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.result.RunResult;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests subjects and reports. */
@Command(
    name = "run",
    description = {
      "Tests subjects and reports.",
      "",
      "With subject files: each is tested with the profiles for its kind. Without: a reference"
          + " system is started, tested and stopped.",
      ""
    })
final class RunCommand implements Callable<ExitCode> {

  /** Whoever ends a run waits for it to remove what it made, and not for a cluster that hangs. */
  private static final Duration CLEAN_UP = Duration.ofSeconds(10);

  @Parameters(paramLabel = "SUBJECT", arity = "0..*", description = "Files of subjects.")
  private List<Path> subjectFiles = new ArrayList<>();

  @Mixin private SelectionOptions selected = new SelectionOptions();

  @Option(
      names = "--exclude",
      paramLabel = "FILE",
      description = "Leave out what the file lists, each entry with its reason.")
  private List<Path> excluded = new ArrayList<>();

  @Option(
      names = "--known-gaps",
      paramLabel = "FILE",
      description = "What the file lists must fail, each entry with its reason.")
  private List<Path> knownGaps = new ArrayList<>();

  @Option(
      names = "--topology",
      paramLabel = "TOPOLOGY",
      description = "How the reference system runs: auto or process; default: ${DEFAULT-VALUE}")
  private String topology = "auto";

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "How many scenarios run at once; default: ${DEFAULT-VALUE}")
  private int jobs = RunOptions.DEFAULT_JOBS;

  @Option(names = "--fail-fast", description = "End the run at the first failed scenario.")
  private boolean failFast;

  @Option(
      names = "--timeout-factor",
      paramLabel = "X",
      description = "Multiplies every deadline; default: 1")
  private double timeoutFactor = 1;

  @Option(
      names = "--allow",
      paramLabel = "IMPACT",
      split = ",",
      description =
          "Allows an impact on subjects that are not on loopback: load, lockout, fault,"
              + " reconfigures.")
  private Set<Impact> allow = Set.of();

  @Option(names = "--allow-exec", description = "Lets subject files run the commands they name.")
  private boolean allowExec;

  @Option(names = "--plan", description = "Says what would be done, and sends nothing.")
  private boolean plan;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where reports go; default: ${DEFAULT-VALUE}")
  private Path directory = Path.of("reports", "latest");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(names = "--trace", description = "Shows the exchange below each finding.")
  private boolean trace;

  @Option(names = "--strict", description = "Known gaps and exclusions too are exit code 3.")
  private boolean strict;

  @Spec private CommandSpec spec;

  private final Terminal terminal = Terminal.detect();
  private final AtomicBoolean reported = new AtomicBoolean();

  @Override
  public ExitCode call() throws Exception {
    checkNumbers();
    Problems problems = new Problems();
    Catalogue catalogue = RunInput.catalogue(selected.added(), problems);
    Selection selection = selected.selection();
    List<Listed> exclusions = RunInput.listed(excluded, catalogue, problems);
    List<Listed> gaps = RunInput.listed(knownGaps, catalogue, problems);
    if (!problems.any()) {
      RunInput.selection(selection, catalogue, problems);
    }
    RunOptions options = new RunOptions(jobs, failFast, timeoutFactor, allow, exclusions, gaps);
    List<Subject> subjects = RunInput.subjects(subjectFiles, catalogue, problems);
    RunInput.require(problems);
    if (!subjectFiles.isEmpty()) {
      return named(catalogue, selection, options, subjects);
    }
    return reference(catalogue, selection, options);
  }

  private void checkNumbers() {
    if (jobs < 1 || jobs > 256) {
      throw new ParameterException(spec.commandLine(), "--jobs is from 1 to 256");
    }
    if (!(timeoutFactor > 0 && timeoutFactor <= 100)) {
      throw new ParameterException(
          spec.commandLine(), "--timeout-factor is over 0 and at most 100");
    }
    if (!Set.of("auto", "process").contains(topology)) {
      throw new ParameterException(
          spec.commandLine(), "--topology is auto or process; this is `" + topology + "`");
    }
  }

  private ExitCode named(
      Catalogue catalogue, Selection selection, RunOptions options, List<Subject> subjects)
      throws CommandFailure, IOException {
    if (plan) {
      return plan(catalogue, selection, subjects);
    }
    ClusterInput.requireExec(subjects, allowExec);
    RunOptions journalled = options.withJournal(Journal.ofUser(Environment.ofProcess()));
    return execute(new RunSession(catalogue, selection, journalled, "remote"), subjects);
  }

  private ExitCode plan(Catalogue catalogue, Selection selection, List<Subject> subjects) {
    PrintWriter out = spec.commandLine().getOut();
    for (Subject subject : subjects) {
      List<Scenario> planned =
          selection.of(catalogue, SubjectRun.kind(subject)).stream()
              .filter(selection::runs)
              .toList();
      new RunPlan(out).print(subject, Forecast.of(catalogue, subject, planned, allow));
    }
    return ExitCode.DONE;
  }

  private ExitCode reference(Catalogue catalogue, Selection selection, RunOptions options)
      throws CommandFailure, IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    try (ReferenceSystem reference = StartReference.start(new StartDisplay(err, terminal))) {
      err.println(reference.summary());
      Problems problems = new Problems();
      List<Subject> subjects = RunInput.subjects(reference.subjectFiles(), catalogue, problems);
      RunInput.require(problems);
      if (plan) {
        return plan(catalogue, selection, subjects);
      }
      // It goes with the reference system, and so does the namespace.
      Path journal = reference.directory().resolve("journal");
      RunOptions journalled = options.withJournal(new Journal(journal));
      ExitCode code =
          execute(new RunSession(catalogue, selection, journalled, "process"), subjects);
      reference.failure().ifPresent(failure -> err.println("the API server died: " + failure));
      return code;
    } catch (ReferenceStartException failed) {
      throw new CommandFailure(ExitCode.COULD_NOT_WORK, String.valueOf(failed.getMessage()));
    }
  }

  private ExitCode execute(RunSession session, List<Subject> subjects) throws IOException {
    Thread interrupted = new Thread(() -> interrupted(session), "partial-report");
    Runtime.getRuntime().addShutdownHook(interrupted);
    PrintWriter err = spec.commandLine().getErr();
    try (ProgressDisplay progress =
        new ProgressDisplay(err, terminal.progressStyle(), terminal.err())) {
      session.run(subjects, progress);
    }
    RunResult result = session.result();
    if (reported.compareAndSet(false, true)) {
      report(result);
      forget(interrupted);
    }
    return RunExit.of(result, strict);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // The process is ending: the hook finds the report written.
    }
  }

  /** Ctrl-C: what is known is written before the reference system goes. */
  private void interrupted(RunSession session) {
    if (!reported.compareAndSet(false, true)) {
      return;
    }
    session.stop();
    PrintWriter err = spec.commandLine().getErr();
    // A reference system of this run's own is going at this moment.
    if (!subjectFiles.isEmpty() && !session.cleanUp(CLEAN_UP)) {
      err.println(
          "interrupted: a namespace of this run may be left; `cks-auth clean SUBJECT` removes it");
    }
    try {
      report(session.result());
      err.println("interrupted: the report is of what had run until then");
    } catch (IOException failed) {
      err.println("interrupted; the partial report could not be written: " + failed.getMessage());
    }
    spec.commandLine().getOut().flush();
    err.flush();
  }

  private void report(RunResult result) throws IOException {
    List<Path> files = new ReportFiles().write(directory, result);
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> out.print(new ConsoleReport(terminal.style(), trace).render(result, files));
      case JSON -> out.print(new JsonReport().render(result));
    }
    out.flush();
  }
}
