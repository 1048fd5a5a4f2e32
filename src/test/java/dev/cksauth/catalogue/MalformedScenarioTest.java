package dev.cksauth.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.Golden;
import dev.cksauth.engine.Checks;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each malformed scenario stands beside the list of what is to be said of it. */
final class MalformedScenarioTest {
  @TempDir private Path directory;

  static List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(resources())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .toList();
    }
  }

  private static Path resources() throws Exception {
    URL url = MalformedScenarioTest.class.getResource("/scenarios/malformed");
    return Path.of(Objects.requireNonNull(url).toURI());
  }

  /** The problems of a folder that holds nothing but the file. */
  private String told(String file, String as) throws Exception {
    Path placed = directory.resolve(as);
    Files.createDirectories(Objects.requireNonNull(placed.getParent()));
    Files.copy(resources().resolve(file), placed);
    Problems problems = new Problems();
    CatalogueLoader.load(List.of(directory), Checks.names(), problems);
    return problems.all().stream()
        .map(Problem::toString)
        .map(problem -> problem.replace(directory + "/", "") + "\n")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("files")
  void allThatIsWrongIsToldWithItsPlace(String file) throws Exception {
    String told = told(file, file);
    Golden.assertSame("scenarios/malformed/" + file.replace(".yaml", ".expected"), told);
    assertThat(told).doesNotContain("Exception");
  }

  @Test
  void anIdThatIsTakenIsTold() throws Exception {
    Path good = directory.resolve("managed/accepts-console-token.yaml");
    Files.createDirectories(Objects.requireNonNull(good.getParent()));
    try (var published =
        Objects.requireNonNull(
            getClass().getResourceAsStream("/scenarios/managed/accepts-console-token.yaml"))) {
      Files.copy(published, good);
    }
    Problems problems = new Problems();
    CatalogueLoader.load(List.of(directory), Checks.names(), problems);
    assertThat(problems.all())
        .extracting(Problem::message)
        .containsExactly("there is a scenario `managed/accepts-console-token` already");
  }
}
