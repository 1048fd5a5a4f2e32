package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Impact;
import dev.cksauth.engine.Foreign;
import dev.cksauth.engine.IssuedTokens;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problems;
import dev.cksauth.load.Generator;
import dev.cksauth.load.LoadFiles;
import dev.cksauth.load.LoadPlan;
import dev.cksauth.load.LoadTarget;
import dev.cksauth.load.LoadText;
import dev.cksauth.load.LoadVerdict;
import dev.cksauth.load.Measured;
import dev.cksauth.load.Objective;
import dev.cksauth.load.Search;
import dev.cksauth.load.TokenMix;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.WebhookSubject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts load on a webhook and measures its answers. */
@Command(
    name = "load",
    description = {
      "Puts load on a webhook and measures its answers.",
      "",
      "Reviews are sent when they are due, whether earlier ones are answered or not; a latency"
          + " counts from the moment when its review was due. With --objective the highest rate is"
          + " looked for that holds it.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured, and the objective holds where one is given",
      "1:the objective does not hold",
      "2:wrong input, nothing was sent",
      "3:no verdict: nothing was answered, or the generator itself was too late"
    })
final class LoadCommand implements Callable<ExitCode> {

  @Parameters(paramLabel = "SUBJECT", arity = "0..1", description = "The file of a webhook.")
  private @Nullable Path file;

  @Mixin private WebhookInput webhook = new WebhookInput();

  @Mixin private LoadOptions load = new LoadOptions();

  @Option(
      names = "--allow",
      paramLabel = "IMPACT",
      split = ",",
      description = "load: allows it on a webhook that is not on loopback.")
  private Set<Impact> allow = Set.of();

  @Option(names = "--allow-exec", description = "Lets the file run the commands it names.")
  private boolean allowExec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes load.json, load.html and load.hlog (of HdrHistogram) there.")
  private @Nullable Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.TEXT;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure, IOException, InterruptedException {
    LoadPlan plan = load.plan();
    Optional<Objective> objective = load.objective();
    WebhookSubject subject = subject();
    try (Generator generator = generator(subject, plan)) {
      say("%s · %s".formatted(subject.id(), generator.target().url()));
      say(LoadText.head());
      if (objective.isPresent() && load.searches()) {
        return searched(generator, Search.with(generator, plan, objective.get(), this::told));
      }
      Measured measured = generator.measure(plan);
      told(measured);
      return single(generator, measured, objective);
    }
  }

  private WebhookSubject subject() throws CommandFailure {
    Problems problems = new Problems();
    Catalogue catalogue = RunInput.catalogue(List.of(), problems);
    List<Path> files = file == null ? List.of() : List.of(file);
    List<Subject> subjects = new ArrayList<>(RunInput.subjects(files, catalogue, problems));
    if (webhook.given()) {
      webhook.subject(catalogue, file != null, problems).ifPresent(subjects::add);
    } else if (file == null) {
      throw LoadOptions.wrong("name the file of a webhook, or give --url");
    }
    Optional<WebhookSubject> found = Optional.empty();
    for (Subject subject : subjects) {
      if (subject instanceof WebhookSubject one && one.review() == WebhookSubject.Review.TOKEN) {
        found = Optional.of(one);
      } else {
        problems.add(
            subject.file().toString(),
            Position.START,
            "describes no webhook for tokens, and load is for those");
      }
    }
    RunInput.require(problems);
    WebhookSubject one = found.orElseThrow();
    ClusterInput.requireExec(List.of(one), allowExec);
    Optional<String> held = Foreign.heldBack(Impact.LOAD, Foreign.ours(one), one, allow);
    if (held.isPresent()) {
      throw LoadOptions.wrong(held.get());
    }
    return one;
  }

  private Generator generator(WebhookSubject subject, LoadPlan plan)
      throws CommandFailure, IOException {
    SecretResolver secrets = new SecretResolver(secret -> {}, SecretResolver.EXEC_DEADLINE);
    try {
      List<SecretValue> valid = valid(subject, secrets);
      TokenMix.Kind kind = load.kind();
      if (kind != TokenMix.Kind.INVALID && valid.isEmpty()) {
        throw LoadOptions.wrong(
            "a token that is accepted is needed: a credential of kind valid, or"
                + " --token NAME=env:VARIABLE; --tokens invalid does without");
      }
      LoadTarget target =
          new LoadTarget(
              subject.endpoint().url(),
              subject.endpoint().client(),
              authorization(subject.endpoint().client(), secrets),
              load.protocol(),
              load.connections());
      return Generator.of(target, new TokenMix(kind, valid, subject.endpoint().audiences()), plan);
    } catch (SecretUnavailable unavailable) {
      throw new CommandFailure(ExitCode.UNFINISHED, String.valueOf(unavailable.getMessage()));
    }
  }

  private List<SecretValue> valid(WebhookSubject subject, SecretResolver secrets)
      throws CommandFailure, SecretUnavailable {
    OptionalInt distinct = load.distinct();
    if (distinct.isPresent()) {
      if (!IssuedTokens.canBeHad(subject)) {
        throw LoadOptions.wrong(
            "--distinct needs a file with a credential of kind valid and the action `issue`");
      }
      try {
        return IssuedTokens.of(subject, distinct.getAsInt());
      } catch (IOException notIssued) {
        throw new CommandFailure(ExitCode.UNFINISHED, String.valueOf(notIssued.getMessage()));
      }
    }
    List<SecretValue> valid = new ArrayList<>();
    for (Credential credential : subject.credentials()) {
      if (credential.word().equals("valid") && credential.token().isPresent()) {
        valid.add(secrets.resolve(credential.token().get()));
      }
    }
    return valid;
  }

  private static Optional<String> authorization(Client client, SecretResolver secrets)
      throws SecretUnavailable {
    if (client.bearer().isPresent()) {
      return Optional.of("Bearer " + secrets.resolve(client.bearer().get()).reveal());
    }
    return client
        .basic()
        .map(login -> login.username() + ":" + login.password().reveal())
        .map(login -> login.getBytes(StandardCharsets.UTF_8))
        .map(login -> "Basic " + Base64.getEncoder().encodeToString(login));
  }

  private void told(Measured measured) {
    say(LoadText.line(measured));
    LoadText.remarks(measured).forEach(remark -> say("           " + remark));
  }

  /** What a person follows; with JSON on standard output it goes beside it. */
  private void say(String line) {
    PrintWriter where =
        format == OutputFormat.TEXT ? spec.commandLine().getOut() : spec.commandLine().getErr();
    where.println(line);
    where.flush();
  }

  private ExitCode single(Generator generator, Measured measured, Optional<Objective> objective)
      throws CommandFailure {
    written(generator, List.of(measured), Optional.empty());
    say(LoadText.processor(measured));
    return switch (LoadVerdict.of(measured, objective)) {
      case MEASURED -> ExitCode.DONE;
      case HOLDS -> {
        say("HOLDS");
        yield ExitCode.DONE;
      }
      case DOES_NOT_HOLD -> {
        say("DOES NOT HOLD");
        yield ExitCode.ANSWER_IS_NO;
      }
      case NONE -> ExitCode.UNFINISHED;
    };
  }

  private ExitCode searched(Generator generator, Search search) throws CommandFailure {
    written(generator, search.tried(), search.highest());
    say(LoadText.processor(search.highest().orElse(search.tried().getLast())));
    String bound = search.generatorsEnd() ? " or more: the generator could do no more" : "";
    say(
        search
            .highest()
            .map(highest ->
                "HOLDS at %s a second%s".formatted(LoadText.number(highest.plan().rate()), bound))
            .orElse("DOES NOT HOLD at any rate from 1 a second on"));
    if (search.highest().isPresent()) {
      return ExitCode.DONE;
    }
    boolean nothing = search.tried().stream().allMatch(one -> one.right() == 0);
    return nothing || search.generatorsEnd() ? ExitCode.UNFINISHED : ExitCode.ANSWER_IS_NO;
  }

  private void written(Generator generator, List<Measured> measured, Optional<Measured> highest)
      throws CommandFailure {
    if (format == OutputFormat.JSON) {
      spec.commandLine().getOut().print(LoadFiles.json(generator.target(), measured, highest));
      spec.commandLine().getOut().flush();
    }
    if (out != null) {
      try {
        LoadFiles.write(out, generator.target(), measured, highest);
      } catch (IOException failed) {
        throw new CommandFailure(
            ExitCode.COULD_NOT_WORK,
            "cannot write to %s: %s".formatted(out, ReportFiles.reason(failed)));
      }
    }
  }
}
