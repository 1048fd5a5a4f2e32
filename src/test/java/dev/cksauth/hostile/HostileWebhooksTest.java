package dev.cksauth.hostile;

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
import dev.cksauth.result.Overall;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.CancellationToken;

/**
 * Whatever a webhook does to the harness ends in a verdict, and never in a pass. The heap of the
 * tests is 512 MiB; some of the harms are larger.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileWebhooksTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("hostile");
  private static final List<String> SCENARIOS =
      List.of("webhook/answer/accepts-valid-token", "webhook/rejection/denies-unknown-token");

  /** A tenth of all patience: 3 s for an answer, 1 s for a handshake. */
  private static final RunOptions OPTIONS =
      new RunOptions(4, false, 0.1, Set.of(), List.of(), List.of());

  /** For two scenarios of a few answers each, every one of which may be waited for. */
  private static final Duration LONGEST = Duration.ofSeconds(40);

  /** For the last of them, which waits for its turn. */
  private static final Duration ALL = Duration.ofSeconds(90);

  private final ExecutorService threads = Executors.newFixedThreadPool(8);
  private final Map<Harms, Future<Ended>> running = new EnumMap<>(Harms.class);

  private Subject subject(Catalogue catalogue, Path directory, int port) throws Exception {
    Path own = Files.createDirectories(directory);
    Files.writeString(own.resolve("ca.pem"), AUTHORITY.certificatePem());
    Path file =
        Files.writeString(
            own.resolve("subject.yaml"),
            """
            apiVersion: cks-auth.dev/v1
            kind: Webhook
            metadata: {name: hostile}
            endpoint: {url: "https://127.0.0.1:%d/authenticate", ca: ca.pem}
            credentials:
              - {name: alice, kind: valid, token: alice-token-7f3d9c, expect: {username: alice}}
            """
                .formatted(port));
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    return subjects.getFirst();
  }

  /** How a run against one of them ended. */
  private record Ended(SubjectRun run, Duration took, int connections) {}

  @BeforeAll
  void runAllSideBySide(@TempDir Path directory) {
    Harms.prepare();
    for (Harms harm : Harms.values()) {
      running.put(harm, threads.submit(() -> run(harm, directory)));
    }
  }

  @AfterAll
  void stop() {
    threads.shutdownNow();
  }

  private Ended run(Harms harm, Path directory) throws Exception {
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), new Problems());
    try (HostileServer server = new HostileServer(AUTHORITY, harm.harm())) {
      SubjectRun run =
          new SubjectRun(
              catalogue,
              subject(catalogue, directory.resolve(harm.name()), server.port()),
              new Selection(List.of(), SCENARIOS, List.of(), false),
              OPTIONS,
              finished -> {});
      long start = System.nanoTime();
      try (run) {
        Conformance.execute(run, CancellationToken.create());
      }
      return new Ended(run, Duration.ofNanos(System.nanoTime() - start), server.connections());
    }
  }

  @Test
  void aBombIsPutOutAtTheLargestAnswer() throws Exception {
    Ended ended =
        Objects.requireNonNull(running.get(Harms.BOMB_OF_GZIP))
            .get(ALL.toSeconds(), TimeUnit.SECONDS);
    assertThat(ended.run().results().getFirst().reason()).contains("larger than", "once unpacked");
  }

  @ParameterizedTest
  @EnumSource(Harms.class)
  void endsInAVerdict(Harms harm) throws Exception {
    Ended ended = Objects.requireNonNull(running.get(harm)).get(ALL.toSeconds(), TimeUnit.SECONDS);
    SubjectRun run = ended.run();
    assertThat(ended.took()).isLessThan(LONGEST);
    assertThat(ended.connections())
        .as(() -> run.results().toString().replaceAll("steps=.*?\\]\\]", ""))
        .isPositive();
    assertThat(run.results()).hasSize(SCENARIOS.size());
    assertThat(run.results())
        .allSatisfy(result -> {
          assertThat(result.verdict()).isIn(Verdict.FAILED, Verdict.ERROR);
          // A crash of the harness' own would show as a name of Java's.
          assertThat(result.reason())
              .isNotBlank()
              .doesNotContain("Exception", "OutOfMemory", "StackOverflow", "java.");
        });
    assertThat(run.result().verdict()).isNotEqualTo(Overall.CONFORMANT);
  }
}
