package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run notes of what it makes in a cluster, and when. */
final class TracesTest {
  private static final String STEPS =
      """
        - title: a ServiceAccount is let in
          request: {endpoint: unmanaged, as: service-account}
          expect: {identity: "system:serviceaccount:{namespace}:{service-account}"}
      """;
  private static final String NAMESPACES = "/api/v1/namespaces";

  private final FakeCluster cluster = new FakeCluster(Replies.json(201, "{}"));
  @TempDir private Path directory;
  private Stage stage;
  private Journal journal;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory).administered();
    stage.scenario("makes", "MUST", "needs: [create-service-accounts]\nimpact: writes", STEPS);
    journal = new Journal(directory.resolve("journal"));
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  /** A cluster that answers some requests in its own way. */
  private void but(Function<Asked, Optional<Reply>> special) {
    stage.unmanaged.says(asked -> {
      Optional<Reply> reply = special.apply(asked);
      return reply.isPresent() ? reply.get() : cluster.answer(asked);
    });
  }

  private SubjectRun run() throws IOException {
    return stage.run(Stage.OWN, Stage.ONE_BY_ONE.withJournal(journal));
  }

  private static boolean creates(Asked asked) {
    return asked.method().equals("POST") && asked.path().equals(NAMESPACES);
  }

  private List<Journal.Entry> entries() {
    try {
      return journal.entries();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  @Test
  void whatIsMadeIsNotedBeforeAndStruckOutAfter() throws Exception {
    List<Journal.Entry> seen = new CopyOnWriteArrayList<>();
    but(asked -> {
      if (creates(asked)) {
        seen.addAll(entries());
      }
      return Optional.empty();
    });
    assertThat(run().results()).extracting(ScenarioResult::verdict).containsOnly(Verdict.PASSED);
    assertThat(seen).hasSize(1);
    Journal.Entry entry = seen.getFirst();
    assertThat(entry.subject()).isEqualTo("stage");
    assertThat(entry.server()).isEqualTo("https://127.0.0.1:" + stage.unmanaged.port());
    assertThat(entry.process()).isEqualTo(ProcessHandle.current().pid());
    assertThat(stage.unmanaged.asked())
        .filteredOn(TracesTest::creates)
        .extracting(Asked::body)
        .allMatch(body -> body.contains("\"cks-auth.dev/run\":\"" + entry.run() + "\""));
    assertThat(stage.unmanaged.asked())
        .anyMatch(asked ->
            asked.method().equals("DELETE")
                && asked.path().equals(NAMESPACES + "/" + entry.namespace()));
    assertThat(entries()).isEmpty();
  }

  @Test
  void whatCannotBeDeletedIsToldAndStaysNoted() throws Exception {
    but(asked ->
        asked.method().equals("DELETE")
            ? Optional.of(Replies.json(500, "{\"message\": \"etcd is full\"}"))
            : Optional.empty());
    assertThat(run().result().notes())
        .anyMatch(note ->
            note.contains("could not be deleted: HTTP 500, etcd is full")
                && note.contains("`cks-auth clean " + directory.resolve("subject.yaml") + "`"));
    assertThat(entries()).hasSize(1);
  }

  @Test
  void withoutAnEntryNothingIsMade() throws Exception {
    Files.writeString(directory.resolve("journal"), "in the way");
    but(asked -> Optional.empty());
    assertThat(run().results())
        .extracting(ScenarioResult::verdict, ScenarioResult::reason)
        .allMatch(tuple ->
            tuple.toList().getFirst() == Verdict.ERROR
                && tuple.toString().contains("the journal by which it would be removed"));
    assertThat(stage.unmanaged.asked()).noneMatch(TracesTest::creates);
  }

  @Test
  void aNamespaceWhoseMakingWasNotAnsweredIsTakenUp() throws Exception {
    AtomicInteger creations = new AtomicInteger();
    but(asked -> {
      if (!creates(asked)) {
        return Optional.empty();
      }
      boolean first = creations.getAndIncrement() == 0;
      return Optional.of(first ? Replies.cut() : Replies.json(409, "{\"message\": \"it exists\"}"));
    });
    assertThat(run().results()).extracting(ScenarioResult::verdict).containsOnly(Verdict.PASSED);
    assertThat(entries()).isEmpty();
  }

  @Test
  void whatIsRefusedWasNotMade() throws Exception {
    but(asked ->
        creates(asked)
            ? Optional.of(Replies.json(403, "{\"message\": \"a policy forbids it\"}"))
            : Optional.empty());
    SubjectRun run = run();
    assertThat(run.results())
        .extracting(ScenarioResult::reason)
        .allMatch(reason -> reason.contains("a policy forbids it"));
    assertThat(run.result().notes()).isEmpty();
    assertThat(entries()).isEmpty();
    assertThat(stage.unmanaged.asked()).noneMatch(asked -> asked.method().equals("DELETE"));
  }

  @Test
  void afterTheEndNothingMoreIsMade() throws Exception {
    but(asked -> Optional.empty());
    try (SubjectRun run =
        stage.prepared(Stage.OWN, Stage.ONE_BY_ONE.withJournal(journal), result -> {})) {
      run.cleanUp();
      ScenarioResult result = run.run(run.planned().getFirst());
      assertThat(result.reason()).contains("the run is at its end");
    }
    assertThat(stage.unmanaged.asked()).noneMatch(TracesTest::creates);
  }
}
