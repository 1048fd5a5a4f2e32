package dev.cksauth.engine.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.engine.configuration.Snapshots.Snapshot;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.QuickConfigurable;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.SubjectLoader;
import dev.cksauth.subject.WebhookPart;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is put back from a snapshot that a killed process left, and what is a way in meanwhile. */
final class WayBackTest {
  @TempDir private Path directory;
  private final List<String> said = new ArrayList<>();
  private QuickConfigurable cluster;
  private ClusterSubject subject;
  private Snapshots snapshots;

  @BeforeEach
  void start() throws Exception {
    cluster = QuickConfigurable.start(directory.resolve("cluster"));
    snapshots = new Snapshots(directory.resolve("snapshots"));
    Problems problems = new Problems();
    subject =
        (ClusterSubject)
            new SubjectLoader(Set.of())
                .load(List.of(cluster.subjectFile()), Environment.ofProcess(), problems)
                .getFirst();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private CksApi api() {
    return subject.cksApi().orElseThrow();
  }

  private AuthBlocks now() throws Exception {
    return AuthBlocks.of(cluster.document());
  }

  private static AuthBlocks blocks(String json) {
    return AuthBlocks.of(new JsonMapper().readTree(json));
  }

  private void restore() throws Exception {
    try (Reconfiguration back =
        new Reconfiguration(subject, snapshots, Duration.ofSeconds(30), said::add)) {
      back.restore();
    }
  }

  @Test
  void aFirstChangeIsPutBackWhereTheSecondWasLost() throws Exception {
    AuthBlocks before = now();
    cluster.configureSecond();
    AuthBlocks second =
        blocks("{\"authnWebhook\": {\"server\": \"https://localhost:1/authenticate\"}}");
    snapshots.put(api(), new Snapshot(before, List.of(now(), second)));
    restore();
    assertThat(now()).isEqualTo(before);
  }

  /** The mask of one field may lead back to what was there before, and then not be carried out. */
  @Test
  void aFirstChangeIsPutBackWhereTheSecondWouldHaveDoneSo() throws Exception {
    AuthBlocks before = now();
    cluster.configureSecond();
    snapshots.put(api(), new Snapshot(before, List.of(now(), before)));
    restore();
    assertThat(now()).isEqualTo(before);
  }

  @Test
  void whatIsNoneOfOursIsLeftAndTold() throws Exception {
    AuthBlocks before = now();
    AuthBlocks ours =
        blocks("{\"authnWebhook\": {\"server\": \"https://localhost:1/authenticate\"}}");
    cluster.configureSecond();
    AuthBlocks foreign = now();
    snapshots.put(api(), new Snapshot(before, List.of(before, ours)));
    assertThatThrownBy(this::restore)
        .hasMessageContaining("was changed by somebody else since")
        .hasMessageContaining(snapshots.file(api()).toString());
    assertThat(now()).isEqualTo(foreign);
  }

  @Test
  void aClusterThatHasFailedRunsAgain() throws Exception {
    AuthBlocks before = now();
    cluster.failNext();
    cluster.configureSecond();
    AuthBlocks ours =
        blocks("{\"authnWebhook\": {\"server\": \"https://localhost:1/authenticate\"}}");
    snapshots.put(api(), new Snapshot(before, List.of(before, ours)));
    restore();
    JsonNode document = cluster.document();
    assertThat(document.path("status").asString()).isEqualTo("STATUS_RUNNING");
    assertThat(AuthBlocks.of(document)).isEqualTo(before);
  }

  @Test
  void whoIsTakenForAnotherHasNoOtherWayIn() throws Exception {
    WebhookPart webhook = subject.webhooks().getFirst();
    cluster.confuseManaged();
    try (Reconfiguration change =
        new Reconfiguration(subject, snapshots, Duration.ofSeconds(30), said::add)) {
      change.apply(
          Change.webhook(webhook.url().orElseThrow(), webhook.ca(), false), Optional.empty());
    }
    assertThat(said)
        .anyMatch(line -> line.matches("escape +[a-z]+@example.com at the managed endpoint"))
        .noneMatch(line -> line.contains("cks:managed-endpoint"));
  }
}
