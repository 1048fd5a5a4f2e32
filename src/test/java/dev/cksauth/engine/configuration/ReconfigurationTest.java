package dev.cksauth.engine.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.input.Problems;
import dev.cksauth.reference.topology.OpenConfigurable;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.SubjectLoader;
import dev.cksauth.subject.WebhookPart;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Changes of a real cluster, and their way back. */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReconfigurationTest {
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final List<String> said = new ArrayList<>();
  private OpenConfigurable cluster;
  private Path scratch;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    scratch = temporary;
    cluster = OpenConfigurable.start(temporary.resolve("r"));
  }

  @AfterAll
  void stop() throws Exception {
    cluster.close();
  }

  @AfterEach
  void putBack() throws Exception {
    for (String name : List.of("mine", "other")) {
      try (Reconfiguration each = open(subject(), name)) {
        each.restore();
      }
    }
  }

  private ClusterSubject subject() {
    return subject(cluster.subjectFile());
  }

  private static ClusterSubject subject(Path file) {
    Problems problems = new Problems();
    var loaded = new SubjectLoader(Set.of()).load(List.of(file), Environment.ofProcess(), problems);
    assertThat(problems.all()).isEmpty();
    return (ClusterSubject) loaded.getFirst();
  }

  /** The same cluster by a file in which something reads otherwise. */
  private ClusterSubject altered(String from, String to) throws Exception {
    String text = Files.readString(cluster.subjectFile());
    assertThat(text).containsPattern(from);
    Path file = cluster.subjectFile().resolveSibling("altered.yaml");
    return subject(Files.writeString(file, text.replaceAll(from, to)));
  }

  private Reconfiguration open(ClusterSubject subject, String snapshots) {
    said.clear();
    return new Reconfiguration(
        subject, new Snapshots(scratch.resolve(snapshots)), WITHIN, said::add);
  }

  private Reconfiguration open() {
    return open(subject(), "mine");
  }

  private Change webhook(String name) {
    WebhookPart part =
        subject().webhooks().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow();
    return Change.webhook(part.url().orElseThrow(), part.ca(), false);
  }

  private Optional<Credential> credential(String name) {
    return subject().credentials().stream().filter(one -> one.name().equals(name)).findFirst();
  }

  private boolean saw(String begin) {
    return said.stream().anyMatch(line -> line.startsWith(begin));
  }

  @Test
  void aPlanChangesNothing() throws Exception {
    try (Reconfiguration plan = open()) {
      plan.plan(webhook("first"));
    }
    assertThat(said).anyMatch(line -> line.contains("authnWebhook.server: not set → https://"));
    try (Reconfiguration again = open()) {
      again.restore();
    }
    assertThat(said).containsExactly("restore   nothing to put back");
  }

  @Test
  void aWebhookIsInUseWhenItsTokenLogsIn() throws Exception {
    try (Reconfiguration change = open()) {
      change.apply(webhook("first"), credential("first-webhook"));
    }
    assertThat(said).anyMatch(line -> line.contains("first-webhook is taken for user-of-first"));
    assertThat(saw("escape    admin@example.com at the managed endpoint")).isTrue();
  }

  @Test
  void twoChangesAreTakenBackToWhatWasBeforeTheFirst() throws Exception {
    try (Reconfiguration change = open()) {
      change.apply(webhook("first"), Optional.empty());
      change.apply(webhook("second"), Optional.empty());
      change.restore();
    }
    try (Reconfiguration look = open()) {
      look.plan(webhook("first"));
    }
    assertThat(said).anyMatch(line -> line.contains("authnWebhook.server: not set → "));
  }

  @Test
  void whatSomebodyElseChangedSinceIsNotPutBack() throws Exception {
    try (Reconfiguration mine = open();
        Reconfiguration other = open(subject(), "other")) {
      mine.apply(webhook("first"), Optional.empty());
      other.apply(webhook("second"), Optional.empty());
      assertThatThrownBy(mine::restore)
          .hasMessageContaining("was changed by somebody else since")
          .hasMessageContaining("authnWebhook.server");
      other.restore();
    }
  }

  @Test
  void aWebhookThatIsNotThereIsGivenToDisposableClustersOnly() throws Exception {
    URI nobody = URI.create("https://127.0.0.1:9/authenticate");
    ClusterSubject kept = altered("  disposableCluster: .*\n", "");
    try (Reconfiguration change = open(kept, "mine")) {
      assertThatThrownBy(
              () -> change.apply(Change.webhook(nobody, Optional.empty(), false), Optional.empty()))
          .hasMessageContaining("nothing was changed")
          .hasMessageContaining("disposableCluster");
    }
    try (Reconfiguration change = open()) {
      change.apply(Change.webhook(nobody, Optional.empty(), false), Optional.empty());
    }
    assertThat(saw("trouble   ")).isTrue();
  }

  @Test
  void nothingIsChangedWithoutAnotherWayIn() throws Exception {
    ClusterSubject locked =
        altered(
            "token: \\{file: console-[a-z]+.token}|kubeconfig: \\{file: console-admin.kubeconfig}",
            "token: {file: first-webhook.token}");
    try (Reconfiguration change = open(locked, "mine")) {
      assertThatThrownBy(() -> change.apply(webhook("first"), Optional.empty()))
          .hasMessageContaining("no login is proven that does not depend on what would be changed");
    }
    assertThat(scratch.resolve("mine"))
        .satisfiesAnyOf(
            directory -> assertThat(directory).doesNotExist(),
            directory -> assertThat(directory).isEmptyDirectory());
  }

  @Test
  void aChangeThatWasEndedBeforeItBeganIsNotMade() throws Exception {
    try (Reconfiguration change = open()) {
      change.stop();
      assertThatThrownBy(() -> change.apply(webhook("first"), Optional.empty()))
          .hasMessageContaining("ended before");
    }
  }

  @Test
  void anIssuerThatNamesItselfOtherwiseIsTold() throws Exception {
    var primary = subject().issuers().getFirst();
    URI slash = URI.create(primary.url() + "/");
    try (Reconfiguration plan = open()) {
      plan.plan(Change.issuer(slash, primary.ca(), Map.of("clientId", "kubernetes")));
    }
    assertThat(
            saw("trouble   answers discovery with HTTP 200 and the issuer `" + primary.url() + "`"))
        .isTrue();
  }
}
