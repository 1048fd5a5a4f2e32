package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A webhook that options describe: read and refused as a file is. */
final class WebhookInputTest {
  private static final String CANARY = "canary0token";

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** Nothing is sent: a plan only is made. */
  private int plan(String... options) {
    String[] arguments = new String[options.length + 2];
    arguments[0] = "run";
    arguments[1] = "--plan";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Main.run(Terminal.detect(), new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private void assertRefused(int code, String... lines) {
    assertThat(code).as(err.toString()).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    List<String> told = err.toString().lines().toList();
    assertThat(told.subList(1, told.size() - 1)).containsExactly(lines);
    assertThat(told.getLast()).endsWith("nothing was sent.");
    assertThat(err.toString()).doesNotContain(CANARY);
  }

  private String file(String name, String content) throws Exception {
    return Files.writeString(directory.resolve(name), content).toString();
  }

  @Test
  void anAddressAloneIsEnough() {
    assertThat(plan("--url", "https://Auth.Example.com:8443/authenticate")).isZero();
    assertThat(out.toString()).startsWith("auth.example.com: ").contains("Auth.Example.com:8443");
    assertThat(out.toString()).contains("a valid token is not given");
  }

  @Test
  void aTokenIsOfKindValid() throws Exception {
    String token = "alice=file:" + file("alice.token", CANARY + "\n");
    assertThat(plan("--url", "https://127.0.0.1:8443", "--token", token)).isZero();
    assertThat(out.toString()).contains("alice (valid)").doesNotContain(CANARY);
  }

  @Test
  void anAddressOfIpVersion6NamesTheSubject() {
    assertThat(plan("--url", "https://[::1]:8443/")).isZero();
    assertThat(out.toString()).startsWith("1: ");
  }

  @Test
  void audiencesAreOfTheWebhooksEndpoint() {
    assertThat(plan("--url", "https://localhost", "--audience", "a", "--audience", "a"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--audience  ");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws Exception {
    int code =
        plan(
            "--url",
            "ftp://127.0.0.1/",
            "--ca",
            file("ca.pem", "no certificate"),
            "--token",
            "alice=env:NO_SUCH_VARIABLE_7",
            "--token",
            "bob=file:gone.token",
            "--token",
            "bob=file:" + file("bob.token", CANARY),
            "--token",
            "Carl=file:" + directory);
    assertRefused(
        code,
        "--ca  has no certificate in PEM: " + directory.resolve("ca.pem"),
        "--token Carl  is a directory, not a file: " + directory,
        "--token Carl  must be at most 63 lower-case letters, digits, hyphens and dots, with a"
            + " letter or digit at both ends",
        "--token alice  the environment variable NO_SUCH_VARIABLE_7 is not set",
        "--token bob  no such file: gone.token (looked in the working directory)",
        "--token bob  the name `bob` is taken",
        "--url  must start with https:// or http://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alice=" + CANARY, "alice=literal:" + CANARY, CANARY + "=", "alice=ENV:" + CANARY})
  void aTokenInClearIsRefusedAndNotShown(String token) {
    assertRefused(
        plan("--url", "https://127.0.0.1", "--token", token),
        "--token  is not taken in clear, as other users and the shell's history see the command"
            + " line: put the token into a variable or a file, and give NAME=env:VARIABLE or"
            + " NAME=file:PATH");
  }

  @Test
  void aTokenWithoutAnythingAroundItIsNotShownEither() {
    assertRefused(
        plan("--url", "https://127.0.0.1", "--token", "a=env:PATH", "--token", CANARY),
        "--token (no. 2)  must be NAME=env:VARIABLE or NAME=file:PATH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://", "https://a b/", "https://u:p@h/", "https://h:99999/", ""})
  void aMalformedAddressIsRefused(String url) {
    assertThat(plan("--url", url)).isEqualTo(2);
    assertThat(err.toString()).contains("\n--url  ").contains("1 problem; nothing was sent.");
  }

  @Test
  void aTokenForNoAddressIsRefused() {
    assertRefused(
        plan("--token", "alice=env:PATH"),
        "--token  needs `--url`, which says where the webhook listens");
  }

  @Test
  void aSubjectFileBesideItIsRefused() throws Exception {
    String subject =
        file(
            "webhook.yaml",
            "{apiVersion: cks-auth.dev/v1, kind: Webhook, metadata: {name: a},"
                + " endpoint: {url: \"https://127.0.0.1\"}}");
    assertRefused(
        plan(subject, "--url", "https://127.0.0.1"),
        "--url  describes a webhook, and a subject file does so too: give one of them");
  }

  @Test
  void aCommandIsNoSourceOfAToken() {
    assertThat(plan("--url", "https://127.0.0.1", "--token", "alice=exec:id")).isEqualTo(2);
  }
}
