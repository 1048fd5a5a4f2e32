package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code configure} and {@code restore} as a person uses them, and killed in between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfigureIT {
  private Program program;
  private Path subject;
  private String url = "";

  @BeforeAll
  void up(@TempDir Path scratch) throws Exception {
    program = new Program(scratch);
    Program.Outcome up = program.run("up", "--idp", "embedded", "--configurable");
    assertThat(up.code()).as(up.all()).isZero();
    try (Stream<Path> files = Files.walk(scratch)) {
      subject =
          files
              .filter(file -> file.endsWith("configurable-cluster.yaml"))
              .findFirst()
              .orElseThrow();
    }
    url =
        Files.readString(subject)
            .replaceAll("(?s).*- name: first\n    url: \"([^\"]*/authenticate)\".*", "$1");
  }

  @AfterAll
  void down() throws Exception {
    Program.Outcome down = program.run("down");
    program.close();
    assertThat(down.code()).as(down.all()).isZero();
  }

  private String[] configure(String... more) {
    Path ca = subject.resolveSibling("ca.pem");
    return Stream.concat(
            Stream.of(
                "configure", "webhook", "--url", url, "--ca", ca.toString(), subject.toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void aWebhookIsConfiguredUsedAndTakenBack() throws Exception {
    Program.Outcome made = program.run(configure("--check", "first-webhook"));
    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out()).contains("taken for user-of-first", "undo      cks-auth restore");
    Program.Outcome back = program.run("restore", subject.toString());
    assertThat(back.code()).as(back.all()).isZero();
    assertThat(back.out()).contains("the cluster is configured as it was");
  }

  @Test
  void whatCannotComeIntoUseIsTakenBack() throws Exception {
    Program.Outcome made = program.run(configure("--check", "second-webhook", "--within", "15"));
    assertThat(made.code()).as(made.all()).isEqualTo(1);
    assertThat(made.out()).contains("the change is not in use", "configured as it was");
  }

  @ParameterizedTest
  @ValueSource(strings = {"escape ", "noted ", "asked ", "runs "})
  void afterAKillItIsRestored(String moment) throws Exception {
    Program.Running running = program.start(configure("--check", "first-webhook"));
    Program.await("it says " + moment, () -> wrote(running, moment));
    running.process().destroyForcibly();
    assertThat(running.await().code()).isEqualTo(137);
    Program.Outcome back = program.run("restore", subject.toString());
    assertThat(back.code()).as(back.all()).isZero();
    Program.Outcome plan = program.run(configure("--plan"));
    assertThat(plan.out()).as(plan.all()).contains("authnWebhook.server: not set → " + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"noted ", "asked ", "runs "})
  void afterCtrlCItIsAsItWas(String moment) throws Exception {
    Program.Running running = program.start(configure("--check", "first-webhook"));
    Program.await("it says " + moment, () -> wrote(running, moment));
    running.signal("INT");
    Program.Outcome ended = running.await();
    assertThat(ended.code()).as(ended.all()).isEqualTo(130);
    Program.Outcome plan = program.run(configure("--plan"));
    assertThat(plan.out())
        .as(ended.all() + plan.all())
        .contains("authnWebhook.server: not set → " + url);
  }

  private static boolean wrote(Program.Running running, String text) {
    try {
      return Files.readString(running.out()).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void anUnknownCredentialIsWrongInput() throws Exception {
    Program.Outcome made = program.run(configure("--check", "nobody"));
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.all()).contains("no credential `nobody`", "first-webhook");
  }
}
