package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.StaticTokens;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LoadCommandTest {
  private static final String TOKEN = "token-of-alice-51c0";

  @TempDir Path directory;
  private WebhookServer server;

  @BeforeEach
  void serve() throws Exception {
    Path tokens = directory.resolve("tokens.csv");
    Files.writeString(tokens, TOKEN + ",alice,1,\"dev\"\n");
    Files.writeString(directory.resolve("alice.token"), TOKEN);
    server =
        WebhookServer.start(
            WebhookServerSpec.plain(), new StaticTokens(tokens, false), DecisionLog.none());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Called load(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "load",
                "--url=" + server.uri(),
                "--token=alice=file:" + directory.resolve("alice.token"),
                "--rate=50",
                "--duration=200ms",
                "--warm-up=0s"));
    arguments.addAll(Arrays.asList(more));
    return Called.with(arguments.toArray());
  }

  @Test
  void measuresAndSaysSo() {
    Called called = load();
    assertThat(called.out()).contains("rate/s", "p99.9", "of a processor for the generator");
    assertThat(called.out()).doesNotContain(TOKEN);
  }

  @Test
  void writesWhatProgramsRead() throws Exception {
    Called called = load("--tokens=mix", "--format=json", "--out=" + directory.resolve("out"));
    JsonNode told = new JsonMapper().readTree(called.out());
    assertThat(told.at("/loads/0/right").asInt()).isEqualTo(10);
    assertThat(Files.readString(directory.resolve("out/load.json"))).isEqualTo(called.out());
    assertThat(Files.readString(directory.resolve("out/load.hlog")))
        .contains("Histogram log format", "Tag=rate-50");
  }

  @Test
  void writesAPageWithALineForEachLoad() throws Exception {
    Called called = load("--objective=p99=20s", "--out=" + directory.resolve("out"));
    String page = Files.readString(directory.resolve("out/load.html"));
    long loads = called.out().lines().filter(line -> line.matches("^ *[0-9,.]+ .*ms *$")).count();
    assertThat(page.split("<polyline", -1)).hasSize(Math.toIntExact(loads) + 1);
    assertThat(page).contains(server.uri().toString()).doesNotContain(TOKEN, "src=", "href=");
  }

  /** A subject file whose action gives the tokens of a file, line by line. */
  private Path issuing(String... lines) throws IOException {
    Files.write(directory.resolve("next.tokens"), List.of(lines));
    Path file = directory.resolve("webhook.yaml");
    return Files.writeString(
        file,
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: issuing}
        endpoint: {url: "%s"}
        credentials:
          - {name: alice, kind: valid, token: {file: alice.token}, expect: {username: alice}}
        actions:
          issue: {exec: [sh, -c, "head -n 1 next.tokens && sed -i 1d next.tokens"]}
        """
            .formatted(server.uri()));
  }

  private static Called distinct(Path file, int count) {
    return Called.with(
        "load",
        file.toString(),
        "--distinct=" + count,
        "--rate=50",
        "--duration=200ms",
        "--warm-up=0s",
        "--allow-exec");
  }

  @Test
  void sendsTokensThatWereIssuedForIt() throws Exception {
    Called called = distinct(issuing("one", "two"), 2);
    // The sample knows alice's alone: that these are denied shows that they were sent.
    assertThat(called.out()).contains("10 × a valid token denied").doesNotContain("one", "two");
  }

  @Test
  void saysSoWhereTokensThatAreIssuedAreTheSame() throws Exception {
    Called called = distinct(issuing("one", "one"), 2);
    assertThat(called.err()).contains("the action `issue` gives the same token again");
    assertThat(called.code()).isEqualTo(3);
  }

  @Test
  void needsAFileThatSaysHowTokensAreIssued() {
    Called called = load("--distinct=5");
    assertThat(called.err()).contains("--distinct needs a file").contains("action `issue`");
    assertThat(called.code()).isEqualTo(2);
  }

  @Test
  void hasNoVerdictWhereNothingIsAnswered() {
    URI gone = server.uri();
    server.close();
    Called called =
        Called.with(
            "load",
            "--url=" + gone,
            "--token=alice=file:" + directory.resolve("alice.token"),
            "--rate=50",
            "--duration=200ms",
            "--warm-up=0s");
    assertThat(called.out()).contains("10 × connection refused");
    assertThat(called.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rate=0            | --rate: from 1 to 1,000,000",
        "--duration=soon     | --duration: a time such as",
        "--tokens=many       | --tokens: allowed are valid, invalid, mix",
        "--distinct=0        | --distinct: from 1 to 100,000",
        "--http=3            | --http: allowed are auto, 2, 1.1",
        "--connections=0     | --connections: from 1 to 1000",
        "--objective=fast    | --objective: such as p99=200ms",
        "--at-rate-only      | --at-rate-only goes with --objective",
      })
  void refusesWrongInput(String option, String message) {
    Called called =
        Called.with(
            "load",
            "--url=" + server.uri(),
            "--token=alice=file:" + directory.resolve("alice.token"),
            option);
    assertThat(called.err()).contains(message);
    assertThat(called.code()).isEqualTo(2);
  }

  @Test
  void putsNoLoadOnWhatIsElsewhereUnasked() {
    Called called =
        Called.with(
            "load",
            "--url=https://webhook.example.com/authenticate",
            "--token=alice=file:" + directory.resolve("alice.token"));
    assertThat(called.err()).contains("--allow load");
    assertThat(called.code()).isEqualTo(2);
  }

  @Test
  void needsAWebhook() {
    assertThat(Called.with("load").err()).contains("name the file of a webhook, or give --url");
  }

  @Test
  void needsATokenUnlessNoneIsToBeValid() {
    String url = "--url=" + server.uri();
    assertThat(Called.with("load", url).err()).contains("a token that is accepted is needed");
    Called invalid =
        Called.with(
            "load", url, "--tokens=invalid", "--rate=20", "--duration=100ms", "--warm-up=0s");
    assertThat(invalid.out()).contains("rate/s");
  }
}
