package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Checks;
import dev.cksauth.input.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/catalogue.md} is what the catalogue and the mutants make of it. */
final class CataloguePageTest {
  private static final Path FILE = Path.of("docs", "catalogue.md");
  private static final Path COVERAGE = Path.of("docs", "coverage.md");

  private static final Catalogue CATALOGUE =
      CatalogueLoader.load(List.of(), Checks.names(), new Problems());
  private static final CataloguePage PAGE = CataloguePage.of(CATALOGUE);

  @Test
  void isCurrent() throws IOException {
    if (Boolean.getBoolean("cksauth.write-docs")) {
      Files.writeString(FILE, PAGE.text());
    }
    assertThat(PAGE.text())
        .as("docs/catalogue.md is out of date: `mvn test -Pdocs` writes it")
        .isEqualTo(Files.exists(FILE) ? Files.readString(FILE) : "");
  }

  @Test
  void hasEveryScenario() {
    List<String> cells = PAGE.text().lines().filter(line -> line.startsWith("| [`")).toList();
    assertThat(CATALOGUE.scenarios())
        .isNotEmpty()
        .allMatch(scenario -> cells.stream().anyMatch(line -> tells(line, scenario.id())));
  }

  private static boolean tells(String line, String id) {
    String[] parts = id.split("#", 2);
    return line.startsWith("| [`" + parts[0] + "`]")
        && (parts.length == 1 || line.contains("`" + parts[1] + "`"));
  }

  /** A row that leads nowhere would be taken for a proof. */
  @Test
  void everyMutantIsNamedForAScenarioOfTheCatalogue() {
    Set<String> paths = paths();
    assertThat(paths).isNotEmpty();
    long told = paths.stream().mapToLong(path -> PAGE.mutants(path).size()).sum();
    assertThat(PAGE.text()).contains("; " + told + " mutants are named for them.");
  }

  @Test
  void whatHasNoMutantHasItsReasonInTheCoverage() throws IOException {
    String reasons = Files.readString(COVERAGE).split("## Scenarios that no mutant needs", 2)[1];
    Set<String> without = paths();
    without.removeIf(path -> !PAGE.mutants(path).isEmpty());
    assertThat(without).allMatch(path -> reasons.contains("\n- `" + path + "`: "));
  }

  /** A reason that outlives its gap would hide the next one. */
  @Test
  void whatHasAMutantIsNotExcused() throws IOException {
    String reasons = Files.readString(COVERAGE).split("## Scenarios that no mutant needs", 2)[1];
    Set<String> with = paths();
    with.removeIf(path -> PAGE.mutants(path).isEmpty());
    assertThat(with).isNotEmpty().noneMatch(path -> reasons.contains("\n- `" + path + "`: "));
  }

  private static Set<String> paths() {
    return CATALOGUE.scenarios().stream()
        .map(Scenario::id)
        .map(id -> id.replaceFirst("#.*", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
