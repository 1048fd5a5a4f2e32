package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command that serves a sample webhook refuses. */
final class WebhookCommandTest {
  private static final Terminal FILE = new Terminal(false, false, true, true, 120);

  @TempDir private Path directory;
  private final StringWriter err = new StringWriter();
  private Path tokens = Path.of("");

  @BeforeEach
  void write() throws Exception {
    tokens = Files.writeString(directory.resolve("tokens.csv"), "secret-4711,alice\n");
  }

  private int run(String... arguments) {
    return Main.run(FILE, new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
  }

  @Test
  void aSampleMustBeNamed() {
    assertThat(run("webhook")).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("static or jwt");
  }

  @Test
  void aTokenFileThatIsNotThereIsNamed() {
    assertThat(run("webhook", "static", "--tokens", "nowhere.csv", "--self-signed", "tls"))
        .isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("no such file: nowhere.csv");
  }

  @Test
  void aLineOfAnotherFormIsToldWithoutItsToken() {
    assertThat(run("webhook", "static", "--tokens", tokens.toString(), "--self-signed", "tls"))
        .isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("line 1").doesNotContain("secret-4711");
  }

  @Test
  void aCertificateIsNeeded() throws Exception {
    Files.writeString(tokens, "secret-4711,alice,u1\n");
    assertThat(run("webhook", "static", "--tokens", tokens.toString()))
        .isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("--tls-cert and --tls-key, or --self-signed");
  }

  @Test
  void whatIsNoCertificateIsNamed() throws Exception {
    Files.writeString(tokens, "secret-4711,alice,u1\n");
    String file = tokens.toString();
    assertThat(run("webhook", "static", "--tokens", file, "--tls-cert", file, "--tls-key", file))
        .isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("tokens.csv").doesNotContain("secret-4711");
  }

  @Test
  void keysAreAFileOrAUrl() {
    assertThat(
            run(
                "webhook",
                "jwt",
                "--issuer",
                "https://i.test",
                "--audience",
                "a",
                "--jwks",
                "nowhere.json",
                "--self-signed",
                directory.toString()))
        .isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("no such file: nowhere.json");
  }
}
