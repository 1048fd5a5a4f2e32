package dev.cksauth.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Checks;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Schema;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every scenario that is published. */
final class PublishedCatalogueTest {
  private static final Problems PROBLEMS = new Problems();
  private static final Catalogue CATALOGUE =
      CatalogueLoader.load(List.of(), Checks.names(), PROBLEMS);

  @Test
  void itLoadsWithoutAProblem() {
    assertThat(PROBLEMS.all()).isEmpty();
    assertThat(CATALOGUE.scenarios()).hasSizeGreaterThan(20);
  }

  @Test
  void everyRejectionHasAControl() {
    assertThat(CATALOGUE.scenarios())
        .filteredOn(
            scenario -> scenario.steps().stream().anyMatch(step -> step.head().expect().rejects()))
        .isNotEmpty()
        .allMatch(scenario -> scenario.steps().stream().anyMatch(step -> step.head().control()));
  }

  @Test
  void everyScenarioAssertsSomething() {
    assertThat(CATALOGUE.scenarios())
        .allMatch(scenario ->
            scenario.steps().stream()
                .anyMatch(step ->
                    !step.head().control()
                        && (step.head().expect().asserts() || step instanceof Step.Check)));
  }

  @Test
  void everyRequirementHasAScenario() {
    Set<String> used =
        CATALOGUE.scenarios().stream()
            .map(scenario -> scenario.requirement().id())
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(used).isEqualTo(new TreeSet<>(CATALOGUE.requirements().keySet()));
  }

  @Test
  void everyNeedIsACapability() {
    assertThat(CATALOGUE.scenarios())
        .flatExtracting(Scenario::needs)
        .isSubsetOf(CATALOGUE.capabilities().keySet());
  }

  @Test
  void whatIsTheUsersToGiveIsCalledAnInput() {
    assertThat(CATALOGUE.capabilities().values())
        .filteredOn(one ->
            one.origin() instanceof Capability.GivenCredential
                || one.origin() instanceof Capability.Rights)
        .isNotEmpty()
        .allMatch(one -> one.input().isPresent());
  }

  @Test
  void whatACapabilityWantsIsOneSentenceOfItsOwn() {
    assertThat(CATALOGUE.capabilities().values())
        .extracting(Capability::how)
        .allMatch(how -> !how.contains("derived:") && !how.contains("question:"));
  }

  /** Who only gives a token is not failed for not saying whose it is. */
  @ParameterizedTest
  @CsvSource({"{valid}, expected-user", "{another-user}, second-user"})
  void whoComparesWithAnExpectedUserNeedsOne(String name, String capability) throws Exception {
    Path folder = Path.of("scenarios");
    for (Scenario scenario : CATALOGUE.scenarios()) {
      String file = scenario.id().replaceFirst("#.*", "") + ".yaml";
      if (Files.readString(folder.resolve(file)).contains(name)) {
        assertThat(scenario.needs()).as(scenario.id()).contains(capability);
      }
    }
  }

  @Test
  void idsAreUnique() {
    assertThat(CATALOGUE.scenarios()).extracting(Scenario::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "capabilities",
        "exceptions",
        "profiles",
        "report",
        "requirements",
        "scenario",
        "subject"
      })
  void theSchemaLoads(String name) {
    assertThat(Schema.load("scenarios/schema/" + name + ".schema.json")).isNotNull();
  }
}
