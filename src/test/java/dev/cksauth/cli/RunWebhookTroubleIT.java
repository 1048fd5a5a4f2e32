package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.cksauth.credential.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Webhooks that cannot be judged: an error with the reason in words, never a pass. */
final class RunWebhookTroubleIT {

  private static final String TOKEN = "token-of-alice-0001";

  @TempDir Path scratch;
  private Program program;

  @BeforeEach
  void open() throws Exception {
    program = new Program(scratch);
    program.file("alice.token", TOKEN);
  }

  @AfterEach
  void close() {
    program.close();
  }

  /** All that the catalogue has for webhooks ends in the same error, told once. */
  private void assertError(String words, String... arguments) throws Exception {
    Program.Outcome outcome = program.run(arguments);
    List<String> verdicts = program.report().path("results").findValuesAsString("verdict");
    assertThat(outcome.out()).contains("PARTIAL").contains(words);
    assertThat(verdicts).contains("error").doesNotContain("passed", "failed", "warning");
    assertThat(outcome.all() + program.report())
        .doesNotContain("\tat ", "\\tat ", "Exception", TOKEN);
    assertThat(outcome.code()).as(outcome.all()).isEqualTo(3);
  }

  private void assertUrlError(String words, String url, String... more) throws Exception {
    String[] arguments =
        Stream.concat(
                Stream.of("run", "--url", url, "--token", "alice=file:alice.token"),
                Stream.of(more))
            .toArray(String[]::new);
    assertError(words, arguments);
  }

  private static String freePort() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + free.getLocalPort();
    }
  }

  @Test
  void theHostIsUnknown() throws Exception {
    assertUrlError("the host no-such-host.invalid is not known", "https://no-such-host.invalid/a");
  }

  @Test
  void nothingListens() throws Exception {
    String address = freePort();
    assertUrlError("nothing listens at " + address, "https://" + address + "/a");
  }

  @Test
  void noTlsIsSpoken() throws Exception {
    try (PlainServer server = new PlainServer()) {
      assertUrlError("no TLS is spoken at " + server.address(), "https://" + server.address());
    }
  }

  @Test
  void nothingIsAnswered() throws Exception {
    try (Trap trap = new Trap()) {
      assertUrlError("no TLS handshake with", trap.url(), "--timeout-factor", "0.05");
    }
  }

  /** What is about certificates itself is judged; the rest cannot be. */
  @Test
  void theCertificateIsOfAnotherAuthority() throws Exception {
    try (TlsServer server = new TlsServer(ignored -> new TlsServer.Answer(200, "text/plain", ""))) {
      program.file("ca.pem", CertificateAuthority.create("another").certificatePem());
      assertUrlError(
          "certificate", server.url(), "--ca", "ca.pem", "--scenario", "webhook/answer/*");
    }
  }

  private void commandInTheSubjectsFile(String server, String command) throws Exception {
    program.file(
        "webhook.yaml",
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: hook}
        endpoint: {url: "%s", ca: ca.pem}
        credentials:
          - {name: alice, kind: valid, token: {exec: %s}}
        """
            .formatted(server, command));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          [sh, -c, 'echo no such account >&2; exit 7'] | ended with exit code 7: no such account
          [sleep, '600']                               | the command `sleep` did not end within
          [./no-such-program]                          | `./no-such-program`
          """)
  void aCommandFailsOrHangs(String command, String words) throws Exception {
    try (TlsServer server = new TlsServer(RunWebhookTroubleIT::denied)) {
      program.file("ca.pem", server.caPem());
      commandInTheSubjectsFile(server.url(), command);
      String[] arguments = {
        "run",
        "webhook.yaml",
        "--allow-exec",
        "--timeout-factor",
        "0.05",
        "--scenario",
        "webhook/answer/accepts-valid-token"
      };
      assertError("credential alice: credentials[0].token.exec: the command", arguments);
      assertError(words, arguments);
    }
  }

  private static TlsServer.Answer denied(HttpExchange ignored) {
    return new TlsServer.Answer(
        200,
        "application/json",
        "{\"kind\": \"TokenReview\", \"apiVersion\": \"authentication.k8s.io/v1\","
            + " \"status\": {\"authenticated\": false}}");
  }

  @Test
  void aMissingVariableAndAMissingFileAreWrongInput() throws Exception {
    try (Trap trap = new Trap()) {
      Program.Outcome outcome =
          program.run(
              "run", "--url", trap.url(), "--token", "a=env:NO_SUCH_7", "--token", "b=file:gone");
      assertThat(outcome.code()).isEqualTo(2);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err())
          .contains(
              "--token a  the environment variable NO_SUCH_7 is not set",
              "--token b  no such file: gone (looked in the working directory)",
              "2 problems; nothing was sent.");
      assertThat(trap.connections()).isZero();
    }
  }

  @Test
  void withoutATokenItIsPartialAndSaysHowToGiveOne() throws Exception {
    try (TlsServer server = new TlsServer(RunWebhookTroubleIT::denied)) {
      program.file("ca.pem", server.caPem());
      Program.Outcome outcome = program.run("run", "--url", server.url(), "--ca", "ca.pem");
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.out())
          .contains("PARTIAL", "a valid token is not given", "env:VARIABLE")
          .contains("cks-auth init webhook");
      assertThat(program.report().path("results").findValuesAsString("verdict"))
          .contains("not-tested");
    }
  }

  @Test
  void aTokenFromAVariableIsPresented() throws Exception {
    try (TlsServer server = new TlsServer(RunWebhookTroubleIT::acceptingAlice)) {
      program.file("ca.pem", server.caPem());
      Program.Outcome outcome =
          program
              .start(
                  Map.of("ALICE_TOKEN", TOKEN),
                  "run",
                  "--url",
                  server.url(),
                  "--ca",
                  "ca.pem",
                  "--token",
                  "alice=env:ALICE_TOKEN",
                  "--scenario",
                  "webhook/answer/accepts-valid-token")
              .await();
      assertThat(outcome.out()).contains("CONFORMANT", "127.0.0.1");
      assertThat(outcome.code()).isZero();
      assertThat(outcome.all() + program.report()).doesNotContain(TOKEN);
    }
  }

  private static TlsServer.Answer acceptingAlice(HttpExchange exchange) {
    try {
      String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
      return body.contains(TOKEN)
          ? new TlsServer.Answer(
              200,
              "application/json",
              "{\"kind\": \"TokenReview\", \"apiVersion\": \"authentication.k8s.io/v1\","
                  + " \"status\": {\"authenticated\": true, \"user\": {\"username\": \"alice\"}}}")
          : denied(exchange);
    } catch (IOException cut) {
      throw new UncheckedIOException(cut);
    }
  }
}
