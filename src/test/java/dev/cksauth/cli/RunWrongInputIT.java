package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Malformed files: all problems at once, with place and remedy, and nothing is sent. */
final class RunWrongInputIT {

  private static final String SUBJECT =
      """
      apiVersion: cks-auth.dev/v1
      kind: Webhook
      metadata: {name: acme}
      endpoint: {url: "@URL@/authenticate"}
      credentials:
        - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice}}
      """;

  /** What is replaced by what, and where the problem then is and what it says. */
  private static final List<List<String>> SUBJECTS =
      List.of(
          List.of("kind: Webhook", "kind: Webhok", "2:1", "allowed"),
          List.of("cks-auth.dev/v1", "cks-auth.dev/v9", "1:1", "cks-auth.dev/v1"),
          List.of("metadata:", "metadat:", "3:1", "did you mean `metadata`"),
          List.of("kind: valid", "kind: valit", "6:19", "did you mean `valid`"),
          List.of("credentials:", "credentails:", "5:1", "allowed here: apiVersion"),
          List.of("{name: acme}", "{name: 7}", "3:12", "must be a text"),
          List.of("token: token-of-alice", "token: {env: NO_SUCH_VAR_7}", "6:", "NO_SUCH_VAR_7"),
          List.of("token: token-of-alice", "token: {file: gone.token}", "6:", "no such file"),
          List.of("@URL@/authenticate\"", "@URL@/authenticate\", ca: gone.pem", "4:", "gone.pem"),
          List.of("kind: Webhook", "kind: Webhook\nkind: Webhook", "3:1", "kind"));

  private static final String SCENARIO =
      """
      title: The webhook answers
      requirement: TR-ANSWER-01
      level: MUST
      profiles: [webhook]
      steps:
        - title: the review names the user
          review: {as: valid}
          expect: {answer: accepted}
      consequence: None.
      fix: None.
      """;

  private static final List<List<String>> SCENARIOS =
      List.of(
          List.of("level: MUST", "level: MUSTN", "3:1", "MUST, SHOULD, MAY"),
          List.of("TR-ANSWER-01", "TR-ANSWER-99", "2:1", "TR-ANSWER-01"),
          List.of("[webhook]", "[webhok]", "4:12", "did you mean `webhook`"),
          List.of("steps:", "stepps:", "5:1", "did you mean `steps`"),
          List.of("review: {as: valid}", "revieww: {as: valid}", "7:5", "did you mean `review`"),
          List.of("as: valid", "as: valit", "7:", "valid"),
          List.of("answer: accepted", "answer: acepted", "8:", "accepted"),
          List.of("title: The webhook answers", "titel: The webhook answers", "1:1", "title"),
          List.of("fix: None.", "fix: [None.]", "10:1", "must be a text"),
          List.of("level: MUST", "level: MUST\nlevel: MUST", "4:1", "level"));

  @TempDir Path scratch;
  private Program program;

  @BeforeEach
  void open() throws Exception {
    program = new Program(scratch);
  }

  @AfterEach
  void close() {
    program.close();
  }

  /** Each problem of the list has a line that begins with its file and place. */
  private static void assertLines(
      Program.Outcome outcome, String prefix, List<List<String>> wrongs) {
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(2);
    List<String> lines = outcome.err().lines().toList();
    for (int i = 0; i < wrongs.size(); i++) {
      String begin = prefix + i + ".yaml:" + wrongs.get(i).get(2);
      String says = wrongs.get(i).get(3);
      assertThat(lines)
          .as("%s … %s in%n%s", begin, says, outcome.err())
          .anyMatch(line -> line.startsWith(begin) && line.contains(says));
    }
    long told = lines.stream().filter(line -> line.matches(".+:\\d+:\\d+  .+")).count();
    assertThat(lines.getLast()).isEqualTo(told + " problems; nothing was sent.");
  }

  @Test
  void tenSubjectsAreRefusedAtOnce() throws Exception {
    try (Trap trap = new Trap()) {
      List<String> arguments = new ArrayList<>(List.of("run"));
      for (int i = 0; i < SUBJECTS.size(); i++) {
        String name = "subject-" + i + ".yaml";
        String text = SUBJECT.replace(SUBJECTS.get(i).get(0), SUBJECTS.get(i).get(1));
        program.file(name, text.replace("@URL@", trap.url()));
        arguments.add(name);
      }
      assertLines(program.run(arguments.toArray(String[]::new)), "subject-", SUBJECTS);
      assertThat(trap.connections()).isZero();
    }
  }

  @Test
  void tenScenariosAreRefusedAtOnce() throws Exception {
    try (Trap trap = new Trap()) {
      program.file("good.yaml", SUBJECT.replace("@URL@", trap.url()));
      for (int i = 0; i < SCENARIOS.size(); i++) {
        String text = SCENARIO.replace(SCENARIOS.get(i).get(0), SCENARIOS.get(i).get(1));
        program.file("more/own/scenario-" + i + ".yaml", text);
      }
      assertLines(
          program.run("run", "good.yaml", "--scenarios", "more"), "more/own/scenario-", SCENARIOS);
      assertThat(trap.connections()).isZero();
    }
  }

  @Test
  void subjectsAndScenariosAreToldOfTogether() throws Exception {
    program.file("bad.yaml", SUBJECT.replace("kind: Webhook", "kind: Webhok"));
    program.file("more/own/bad.yaml", SCENARIO.replace("level: MUST", "level: MUSTN"));
    assertThat(program.run("run", "bad.yaml", "--scenarios", "more").err())
        .contains("more/own/bad.yaml:3:1", "\nbad.yaml:2:1");
  }

  @Test
  void commandsOfAFileNeedLeave() throws Exception {
    String touch = "token: {exec: [touch, \"" + scratch.resolve("touched") + "\"]}";
    program.file(
        "subject.yaml",
        SUBJECT.replace("@URL@", "https://127.0.0.1:9").replace("token: token-of-alice", touch));
    Program.Outcome outcome = program.run("run", "subject.yaml");
    assertThat(outcome.err()).contains("touch", "--allow-exec", "nothing was run or sent.");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(scratch.resolve("touched")).doesNotExist();
  }
}
