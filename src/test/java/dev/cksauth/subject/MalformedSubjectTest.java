package dev.cksauth.subject;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.Golden;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each malformed file stands beside the list of what is to be said of it. */
class MalformedSubjectTest {
  @TempDir static Path directory;

  @BeforeAll
  static void copy() throws Exception {
    SubjectFiles.copy("malformed", directory);
  }

  static List<String> files() throws Exception {
    return SubjectFiles.malformed();
  }

  @ParameterizedTest
  @MethodSource("files")
  void all_that_is_wrong_is_told_with_its_place(String file) throws Exception {
    Golden.assertSame(
        "subjects/malformed/" + file.replace(".yaml", ".expected"),
        String.join("\n", problems(List.of(file))) + "\n");
  }

  @Test
  void the_problems_of_all_files_are_told_at_once() throws Exception {
    List<String> files = files();
    List<String> all = problems(files);
    assertThat(files)
        .hasSizeGreaterThan(10)
        .allSatisfy(file -> assertThat(all).containsAll(problems(List.of(file))));
  }

  @Test
  void no_problem_shows_a_secret_or_the_name_of_an_exception() throws Exception {
    assertThat(problems(files()))
        .noneMatch(problem -> problem.contains("canary"))
        .noneMatch(problem -> problem.contains("Exception"));
  }

  @Test
  void a_missing_file_is_told() {
    assertThat(problems(List.of("none.yaml"))).containsExactly("none.yaml:1:1  no such file");
  }

  @Test
  void two_subjects_of_one_name_are_told() throws Exception {
    String text = minimal("twin");
    Files.writeString(directory.resolve("twin-1.yml"), text);
    Files.writeString(directory.resolve("twin-2.yml"), text);
    assertThat(problems(List.of("twin-1.yml", "twin-2.yml")))
        .containsExactly("twin-2.yml:3:12  metadata.name: the name `twin` is taken by twin-1.yml");
  }

  @Test
  void a_file_given_twice_counts_once() throws Exception {
    Files.writeString(directory.resolve("once.yml"), minimal("once"));
    assertThat(problems(List.of("once.yml", "once.yml"))).isEmpty();
  }

  private static String minimal(String name) {
    return """
    apiVersion: cks-auth.dev/v1
    kind: Webhook
    metadata: {name: %s}
    endpoint: {url: https://127.0.0.1}
    """
        .formatted(name);
  }

  private static List<String> problems(List<String> files) {
    Problems problems = new Problems();
    new SubjectLoader(SubjectFiles.CAPABILITIES)
        .load(files.stream().map(directory::resolve).toList(), SubjectFiles.ENVIRONMENT, problems);
    String prefix = directory + "/";
    return problems.all().stream()
        .map(Problem::toString)
        .map(problem -> problem.replace(prefix, ""))
        .toList();
  }
}
