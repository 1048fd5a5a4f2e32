package dev.cksauth.mutant.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.engine.Checks;
import dev.cksauth.engine.Conformance;
import dev.cksauth.engine.RunOptions;
import dev.cksauth.engine.Selection;
import dev.cksauth.engine.SubjectRun;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.OpenSamples;
import dev.cksauth.reference.topology.SampleWebhooks;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.platform.engine.CancellationToken;

/** Lets scenarios meet mutants. */
final class MutantRun {
  static final String PROFILE = "webhook";

  private static final CertificateAuthority AUTHORITY =
      CertificateAuthority.create("webhook mutants");
  private static final CertificateAuthority STRANGER = CertificateAuthority.create("a stranger");

  private final Path directory;
  private final String profile;
  private final RunOptions options;
  private final Catalogue catalogue;

  /**
   * Runs of mutants.
   *
   * @param directory for their files
   */
  MutantRun(Path directory) {
    this(directory, PROFILE, RunOptions.DEFAULT);
  }

  /** Runs of mutants that another profile is about. */
  MutantRun(Path directory, String profile, RunOptions options) {
    this.directory = directory;
    this.profile = profile;
    this.options = options;
    Problems problems = new Problems();
    this.catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    assertThat(problems.all()).isEmpty();
  }

  static Stream<WebhookMutant> mutants() {
    return Stream.of(
            RequestMutants.all(),
            AnswerMutants.all(),
            IdentityMutants.all(),
            AudienceMutants.all(),
            RejectionMutants.all(),
            JwtMutants.all(),
            TransportMutants.all(AUTHORITY, STRANGER),
            BehaviourMutants.all(),
            SampleMutants.all())
        .flatMap(each -> each);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** What scenarios of these names make of a mutant; no names: all of the profile. */
  List<ScenarioResult> results(WebhookMutant mutant, List<String> globs) throws Exception {
    return run(mutant, globs, SubjectRun::results);
  }

  /** The same as a whole run, to be reported. */
  RunResult report(WebhookMutant mutant, List<String> globs) throws Exception {
    return run(
        mutant,
        globs,
        run ->
            new RunResult(
                "test",
                catalogue.digest(),
                "remote",
                Instant.EPOCH,
                Instant.EPOCH,
                run.result().verdict(),
                false,
                List.of(),
                List.of(run.result()),
                run.results()));
  }

  private <T> T run(WebhookMutant mutant, List<String> globs, Function<SubjectRun, T> taken)
      throws Exception {
    try (SampleWebhooks sample =
        OpenSamples.start(
            Files.createTempDirectory(directory, mutant.name()),
            AUTHORITY,
            mutant.sample(),
            mutant.fault())) {
      Path file = sample.subjectFiles().getFirst();
      String yaml = mutant.subject().apply(Files.readString(file));
      int port = port(yaml);
      try (SocketFront front =
          SocketFront.start(mutant.front(), AUTHORITY, OpenSamples.trusting(AUTHORITY), port)) {
        boolean behind = mutant.front() != SocketFront.Kind.NONE;
        Files.writeString(file, behind ? yaml.replace(at(port), at(front.port())) : yaml);
        return run(file, new Selection(List.of(profile), globs, List.of(), false), taken);
      }
    }
  }

  private static String at(int port) {
    return ":" + port + "/authenticate";
  }

  private static int port(String yaml) {
    return Integer.parseInt(
        yaml.replaceFirst("(?s).*url: https?://localhost:([0-9]+)/authenticate.*", "$1"));
  }

  private <T> T run(Path file, Selection selection, Function<SubjectRun, T> taken)
      throws Exception {
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    try (SubjectRun run =
        new SubjectRun(catalogue, subjects.getFirst(), selection, options, result -> {})) {
      Conformance.execute(run, CancellationToken.create());
      return taken.apply(run);
    }
  }
}
