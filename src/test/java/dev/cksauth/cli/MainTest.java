package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class MainTest {

  private static final Terminal FILE = new Terminal(false, false, true, true, 120);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(FILE, new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void saysItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).startsWith("cks-auth ").contains("Kubernetes 1.").contains("Java ");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void everyCommandHelpsAndDescribesItself() {
    CommandLine root = Main.commandLine(FILE, new PrintWriter(out), new PrintWriter(err));
    assertThat(root.getSubcommands()).containsKeys("doctor", "completion");
    root.getSubcommands()
        .forEach((name, command) -> {
          assertThat(run(name, "--help")).as(name).isZero();
          assertThat(command.getCommandSpec().usageMessage().description()).as(name).isNotEmpty();
        });
    assertThat(out.toString()).contains("Usage: cks-auth doctor").contains("Exit codes:");
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    assertThat(run("docter")).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("unknown command `docter` (did you mean `doctor`?)");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void suggestsTheOptionThatWasMeant() {
    assertThat(run("doctor", "--fromat", "json")).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString())
        .contains("`--fromat` (did you mean `--format`?)")
        .contains("cks-auth doctor --help");
  }

  @Test
  void repeatsNoSecretThatStandsInTheWrongPlace() {
    assertThat(run("doctor", "--tokn=canary-8c1f")).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(run("doctor", "canary-8c1f".repeat(4))).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("`--tokn`", "44 characters").doesNotContain("canary");
  }

  @Test
  void namesTheAllowedValues() {
    assertThat(run("doctor", "--format", "xml")).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("`xml`").contains("text, json");
  }

  @Test
  void showsTheCommandsWhereOneIsMissing() {
    assertThat(run()).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(err.toString()).contains("a command is missing").contains("doctor");
  }

  @Test
  void printsACompletionScript() {
    assertThat(run("completion")).isZero();
    assertThat(out.toString()).startsWith("#!/usr/bin/env bash").contains("doctor");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary-8c1f", "line\nCW-SECRET-canary-8c1f"})
  void writesDetailsOfTheUnexpectedWithoutItsMessages(String secret) throws IOException {
    Exception failure =
        new IllegalStateException(secret, new IllegalArgumentException("cause " + secret));

    int code = Failures.report(failure, new PrintWriter(err));

    assertThat(code).isEqualTo(ExitCode.COULD_NOT_WORK.code());
    assertThat(err.toString()).hasLineCount(1).contains("IllegalStateException");
    Matcher named = Pattern.compile("details in (\\S+)").matcher(err.toString());
    assertThat(named.find()).isTrue();
    Path details = Path.of(named.group(1));
    try {
      assertThat(Files.readString(details))
          .contains("cks-auth ")
          .contains("IllegalArgumentException")
          .contains("MainTest.java")
          .doesNotContain("canary-8c1f");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(details)))
          .isEqualTo("rw-------");
    } finally {
      Files.delete(details);
    }
    assertThat(err.toString()).doesNotContain("canary-8c1f");
  }

  @Test
  void saysWhatIsKnownAsItIs() {
    PrintWriter writer = new PrintWriter(err);
    assertThat(Failures.report(new CommandFailure(ExitCode.UNFINISHED, "half done"), writer))
        .isEqualTo(3);
    assertThat(Failures.report(new NoSuchFileException("a", null, "is gone"), writer)).isEqualTo(4);
    assertThat(Failures.report(new InterruptedException(), writer)).isEqualTo(130);
    assertThat(err.toString().lines())
        .containsExactly("cks-auth: half done", "cks-auth: a: is gone", "cks-auth: interrupted");
  }
}
