package dev.cksauth.cli;

import com.nimbusds.jose.jwk.ECKey;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Forecast;
import dev.cksauth.engine.Journal;
import dev.cksauth.engine.Listed;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.Idp;
import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.reference.topology.ReferenceStartException;
import dev.cksauth.reference.topology.ReferenceSystem;
import dev.cksauth.reference.topology.StartReference;
import dev.cksauth.report.ProgressDisplay;
import dev.cksauth.result.RunResult;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests subjects and reports. */
@Command(
    name = "run",
    description = {
      "Tests subjects and reports.",
      "",
      "With subject files: each is tested with the profiles for its kind. With --url: the webhook"
          + " there, without a file. Without both: a reference system is started, tested and"
          + " stopped.",
      ""
    })
final class RunCommand implements Callable<ExitCode> {

  /** Whoever ends a run waits for it to remove what it made, and not for a cluster that hangs. */
  private static final Duration CLEAN_UP = Duration.ofSeconds(10);

  /** The profiles that want a cluster of the reference of their own to change. */
  private static final Set<String> CONFIGURING = Set.of("configuration", "configuration-live");

  @Parameters(paramLabel = "SUBJECT", arity = "0..*", description = "Files of subjects.")
  private List<Path> subjectFiles = new ArrayList<>();

  @ArgGroup(
      order = 1,
      exclusive = false,
      validate = false,
      heading = "%nA webhook, without a file:%n")
  private WebhookInput webhook = new WebhookInput();

  @ArgGroup(order = 2, exclusive = false, validate = false, heading = "%nWhich scenarios:%n")
  private SelectionOptions selected = new SelectionOptions();

  @ArgGroup(order = 3, exclusive = false, validate = false, heading = "%nExceptions:%n")
  private ExceptionOptions exceptions = new ExceptionOptions();

  @ArgGroup(order = 4, exclusive = false, validate = false, heading = "%nHow to run:%n")
  private RunningOptions running = new RunningOptions();

  @ArgGroup(order = 5, exclusive = false, validate = false, heading = "%nOutput:%n")
  private OutputOptions output = new OutputOptions();

  @ArgGroup(order = 6, exclusive = false, validate = false, heading = "%nIn parts:%n")
  private ShardOptions part = new ShardOptions();

  @Mixin private IdpOption idp = new IdpOption();

  @Mixin private TopologyOption topology = new TopologyOption();

  @Mixin private KubernetesOption kubernetes = new KubernetesOption();

  @Spec private CommandSpec spec;

  private final Terminal terminal = Terminal.detect();
  private Optional<ECKey> certified = Optional.empty();
  private Repetition repetition = new Repetition(1, false, false);
  private final AtomicBoolean reported = new AtomicBoolean();

  @Override
  public ExitCode call() throws Exception {
    running.check(spec.commandLine());
    part.check(spec.commandLine(), output.publish());
    repetition = running.repetition(spec.commandLine(), part.given(), output.strict());
    output.check();
    exceptions.check(output.json());
    certified = output.key();
    Problems problems = new Problems();
    Catalogue catalogue = RunInput.catalogue(selected.added(), problems);
    Selection selection = selected.selection();
    List<Listed> exclusions = RunInput.listed(exceptions.excluded(), catalogue, problems);
    List<Listed> gaps = RunInput.listed(exceptions.knownGaps(), catalogue, problems);
    if (!problems.any()) {
      RunInput.selection(selection, catalogue, problems);
    }
    RunOptions options =
        running.options(exclusions, gaps).withCut(part.cut(spec.commandLine(), output.directory()));
    List<Subject> subjects = new ArrayList<>(RunInput.subjects(subjectFiles, catalogue, problems));
    if (webhook.given()) {
      webhook.subject(catalogue, !subjectFiles.isEmpty(), problems).ifPresent(subjects::add);
    }
    RunInput.require(problems);
    return isNamed()
        ? named(catalogue, selection, options, subjects)
        : reference(catalogue, selection, options);
  }

  /** Whether the user says what is tested; else it is the reference system. */
  private boolean isNamed() {
    return !subjectFiles.isEmpty() || webhook.given();
  }

  private ExitCode named(
      Catalogue catalogue, Selection selection, RunOptions options, List<Subject> subjects)
      throws CommandFailure, IOException {
    if (running.plan()) {
      return plan(catalogue, selection, options, subjects);
    }
    ClusterInput.requireExec(subjects, running.execAllowed());
    RunOptions journalled = options.withJournal(Journal.ofUser(Environment.ofProcess()));
    return execute(
        new RunSession(catalogue, selection, journalled, "remote", repetition), subjects);
  }

  private ExitCode plan(
      Catalogue catalogue, Selection selection, RunOptions options, List<Subject> subjects) {
    PrintWriter out = spec.commandLine().getOut();
    for (Subject subject : subjects) {
      List<Scenario> planned = SubjectRun.planned(catalogue, selection, options, subject);
      new RunPlan(out).print(subject, Forecast.of(catalogue, subject, planned, running.allowed()));
    }
    return ExitCode.DONE;
  }

  private ExitCode reference(Catalogue catalogue, Selection selection, RunOptions options)
      throws CommandFailure, IOException, InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    // An API server of its own is worth its start only where something is tested there.
    Set<String> tested =
        selection.of(catalogue, "Cluster").stream()
            .filter(selection::runs)
            .flatMap(scenario -> scenario.profiles().stream())
            .collect(Collectors.toSet());
    // Keycloak has no part in a cluster that is configured, and takes longest to come up.
    List<String> asked = selection.profiles();
    boolean alone = !asked.isEmpty() && CONFIGURING.containsAll(asked);
    ReferenceOptions wanted =
        idp.options(tested.contains("integration"), alone ? Idp.EMBEDDED : Idp.BOTH)
            .withConfigurable(!Collections.disjoint(tested, CONFIGURING));
    try (ReferenceSystem reference =
        StartReference.start(kubernetes.in(topology.in(wanted)), new StartDisplay(err, terminal))) {
      err.println(reference.summary());
      Problems problems = new Problems();
      List<Subject> all = RunInput.subjects(reference.subjectFiles(), catalogue, problems);
      RunInput.require(problems);
      // Nobody has asked for a part by its name: one that the selection leaves out is not tested.
      List<Subject> concerned =
          all.stream().filter(one -> !selection.of(catalogue, one).isEmpty()).toList();
      List<Subject> subjects = concerned.isEmpty() ? all : concerned;
      if (running.plan()) {
        return plan(catalogue, selection, options, subjects);
      }
      // It goes with the reference system, and so does the namespace.
      Path journal = reference.directory().resolve("journal");
      RunOptions journalled = options.withJournal(new Journal(journal));
      ExitCode code =
          execute(
              new RunSession(catalogue, selection, journalled, reference.topology(), repetition),
              subjects);
      reference.failure().ifPresent(failure -> err.println("a part died: " + failure));
      return code;
    } catch (ReferenceStartException failed) {
      throw new CommandFailure(ExitCode.COULD_NOT_WORK, String.valueOf(failed.getMessage()));
    }
  }

  private ExitCode execute(RunSession session, List<Subject> subjects) throws IOException {
    Thread interrupted = new Thread(() -> interrupted(session), "partial-report");
    Runtime.getRuntime().addShutdownHook(interrupted);
    do {
      round(session, subjects);
    } while (session.goesOn());
    RunResult result = session.result();
    if (reported.compareAndSet(false, true)) {
      report(session);
      forget(interrupted);
    }
    return output.exit(result);
  }

  private void round(RunSession session, List<Subject> subjects) {
    PrintWriter err = spec.commandLine().getErr();
    // Where lines stay, those of two hundred rounds would bury what is to be seen.
    PrintWriter shown =
        repetition.repeated() && !terminal.err() ? new PrintWriter(Writer.nullWriter()) : err;
    try (ProgressDisplay progress =
        new ProgressDisplay(shown, terminal.progressStyle(), terminal.err())) {
      session.run(subjects, progress);
    }
    if (repetition.repeated()) {
      err.println(session.lastRoundLine());
      err.flush();
    }
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
    if (isNamed() && !session.cleanUp(CLEAN_UP)) {
      err.println(
          "interrupted: a namespace of this run may be left; `cks-auth clean SUBJECT` removes it");
    }
    try {
      report(session);
      err.println("interrupted: the report is of what had run until then");
    } catch (IOException failed) {
      err.println("interrupted; the partial report could not be written: " + failed.getMessage());
    }
    spec.commandLine().getOut().flush();
    err.flush();
  }

  private void report(RunSession session) throws IOException {
    RunResult result = session.result();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter reader = exceptions.printsTemplate() ? spec.commandLine().getErr() : out;
    RunResult shown = output.publish() ? session.published() : result;
    output.report(shown, terminal, reader, certified, selected);
    // This is for whoever runs it, and is to fit the files that it is used with.
    exceptions.writeTemplate(result, out);
  }
}
