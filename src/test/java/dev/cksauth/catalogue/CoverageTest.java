package dev.cksauth.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Checks;
import dev.cksauth.input.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What {@code docs/coverage.md} says of the catalogue is whole, and true as far as names go. */
final class CoverageTest {

  /**
   * The rows of the contract that the page must have; a section with gaps in its numbers has
   * several entries.
   */
  private static final List<Range> CONTRACT =
      List.of(
          new Range("A", 1, 11),
          new Range("A", 20, 37),
          new Range("A", 40, 50),
          new Range("A", 60, 66),
          new Range("A", 70, 77),
          new Range("A", 80, 98),
          new Range("B", 1, 23),
          new Range("C", 1, 27),
          new Range("D", 1, 18),
          new Range("E", 1, 10),
          new Range("F", 1, 16),
          new Range("G", 1, 29));

  /** Profiles whose scenarios must all be named in a table. */
  private static final List<String> PROFILES =
      List.of(
          "endpoints",
          "oidc",
          "integration",
          "configuration",
          "configuration-live",
          "webhook",
          "cks-webhook",
          "performance",
          "access-webhook");

  /** Sentences of the release note, and facts about CKS beside it; both are numbered here only. */
  private static final Pattern OTHER_ROW = Pattern.compile("(RN|CP)-\\d\\d");

  private static final Pattern SCENARIO_CELL = Pattern.compile("(`[^`]+`(, `[^`]+`)*)?");

  private static final CoveragePage PAGE = CoveragePage.read(Path.of("docs/coverage.md"));
  private static final Catalogue CATALOGUE =
      CatalogueLoader.load(List.of(), Checks.names(), new Problems());

  /** Rows {@code D-01} to {@code D-18}, say. */
  record Range(String section, int first, int last) {
    Stream<String> ids() {
      return IntStream.rangeClosed(first, last).mapToObj((section + "-%02d")::formatted);
    }
  }

  @Test
  void everyRowHasFourCells() {
    assertThat(PAGE.rows()).isNotEmpty().allMatch(row -> row.cells().size() == 4);
  }

  @ParameterizedTest
  @FieldSource("CONTRACT")
  void everyRowOfTheContractIsThere(Range range) {
    assertThat(PAGE.rows()).extracting(CoveragePage.Row::id).containsAll(range.ids().toList());
  }

  @Test
  void noRowIsThereTwice() {
    assertThat(PAGE.rows()).extracting(CoveragePage.Row::id).doesNotHaveDuplicates();
  }

  @Test
  void everyRowIsOfTheContractOrOfAnotherSourceOrIsARequirement() {
    Set<String> known = CONTRACT.stream().flatMap(Range::ids).collect(Collectors.toSet());
    assertThat(PAGE.rows())
        .extracting(CoveragePage.Row::id)
        .allMatch(id ->
            known.contains(id)
                || CATALOGUE.requirements().containsKey(id)
                || OTHER_ROW.matcher(id).matches());
  }

  @Test
  void everyScenarioThatIsNamedIsInTheCatalogue() {
    assertThat(PAGE.mentions())
        .isNotEmpty()
        .allMatch(mention -> CATALOGUE.scenarios().stream().anyMatch(mention::covers));
  }

  @Test
  void theColumnOfScenariosNamesScenariosOnly() {
    assertThat(PAGE.rows())
        .allMatch(row -> SCENARIO_CELL.matcher(row.scenarioCell()).matches())
        .flatExtracting(CoveragePage.Row::scenarios)
        .isSubsetOf(PAGE.mentions());
  }

  @Test
  void everyScenarioIsNamedInARow() {
    List<CoveragePage.Mention> cited =
        PAGE.rows().stream().flatMap(row -> row.scenarios().stream()).toList();
    assertThat(CATALOGUE.scenarios())
        .filteredOn(scenario -> scenario.profiles().stream().anyMatch(PROFILES::contains))
        .isNotEmpty()
        .extracting(Scenario::id)
        .allMatch(id ->
            CATALOGUE
                .scenario(id)
                .filter(one -> cited.stream().anyMatch(c -> c.covers(one)))
                .isPresent());
  }

  @Test
  void everyRequirementHasAScenarioOrAReason() {
    Set<String> excused =
        PAGE.rows().stream()
            .filter(row -> !row.reason().isBlank())
            .map(CoveragePage.Row::id)
            .collect(Collectors.toSet());
    assertThat(CATALOGUE.requirements().keySet())
        .isNotEmpty()
        .filteredOn(id -> !served().contains(id))
        .isSubsetOf(excused);
  }

  @Test
  void noRequirementIsExcusedThatHasAScenario() {
    assertThat(PAGE.rows())
        .filteredOn(row -> row.scenarios().isEmpty())
        .extracting(CoveragePage.Row::id)
        .doesNotContainAnyElementsOf(served());
  }

  @Test
  void aRowOfARequirementNamesScenariosOfThatRequirement() {
    assertThat(PAGE.rows())
        .filteredOn(row -> CATALOGUE.requirements().containsKey(row.id()))
        .allMatch(row ->
            row.scenarios().stream()
                .allMatch(mention ->
                    CATALOGUE.scenarios().stream()
                        .filter(mention::covers)
                        .allMatch(scenario -> scenario.requirement().id().equals(row.id()))));
  }

  @Test
  void everyRowHasAScenarioOrAReason() {
    assertThat(PAGE.rows())
        .noneMatch(row -> row.scenarioCell().isBlank() && row.reason().isBlank());
  }

  private static Set<String> served() {
    return CATALOGUE.scenarios().stream()
        .map(scenario -> scenario.requirement().id())
        .collect(Collectors.toSet());
  }
}
