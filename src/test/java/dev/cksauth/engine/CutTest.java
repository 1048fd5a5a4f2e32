package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.input.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a run is cut, tried on the scenarios that webhooks are published with. */
final class CutTest {
  private static final String SUBJECT = "acme";

  private final List<Scenario> all =
      Selection.ALL.of(CatalogueLoader.load(List.of(), Checks.names(), new Problems()), "Webhook");

  private List<List<Scenario>> parts(int of, Map<String, Long> millis) {
    List<List<Scenario>> parts = new ArrayList<>();
    for (int number = 1; number <= of; number++) {
      parts.add(new Cut(number, of, "count", millis).share(SUBJECT, all));
    }
    return parts;
  }

  /** Durations as a report has them; not of every scenario. */
  private Map<String, Long> durations() {
    Random random = new Random(4);
    Map<String, Long> millis = new HashMap<>();
    all.stream()
        .filter(scenario -> random.nextInt(5) > 0)
        .forEach(scenario ->
            millis.put(
                Cut.key(SUBJECT, scenario.id()),
                random.nextInt(20) == 0 ? 9000L : (long) random.nextInt(300)));
    return millis;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void everyScenarioIsInOnePart(int of) {
    for (Map<String, Long> millis : List.of(Map.<String, Long>of(), durations())) {
      List<Scenario> together = new ArrayList<>();
      parts(of, millis).forEach(together::addAll);
      assertThat(together).containsExactlyInAnyOrderElementsOf(all);
    }
  }

  @Test
  void partsAreInTheOrderOfTheCatalogue() {
    for (List<Scenario> part : parts(3, durations())) {
      assertThat(part).isSortedAccordingTo((a, b) -> all.indexOf(a) - all.indexOf(b));
    }
  }

  @Test
  void aPartIsTheSameInWhateverOrderThingsCome() {
    List<Scenario> shuffled = new ArrayList<>(all);
    Collections.shuffle(shuffled, new Random(5));
    Cut cut = new Cut(2, 3, "count", durations());
    assertThat(cut.share(SUBJECT, shuffled))
        .containsExactlyInAnyOrderElementsOf(cut.share(SUBJECT, all));
  }

  @Test
  void byCountPartsDifferByOneAtMost() {
    List<Integer> sizes = parts(7, Map.of()).stream().map(List::size).toList();
    assertThat(Collections.max(sizes) - Collections.min(sizes)).isLessThanOrEqualTo(1);
  }

  @Test
  void byDurationsPartsTakeEquallyLong() {
    Map<String, Long> millis = durations();
    List<Long> loads =
        parts(3, millis).stream()
            .map(part ->
                part.stream()
                    .mapToLong(one -> millis.getOrDefault(Cut.key(SUBJECT, one.id()), 150L))
                    .sum())
            .toList();
    long longest = Collections.max(millis.values());
    assertThat(Collections.max(loads) - Collections.min(loads)).isLessThan(longest);
    assertThat(Collections.max(loads)).isLessThan(Collections.min(loads) * 11 / 10);
  }

  @Test
  void durationsOfAnotherSubjectDoNotCount() {
    Map<String, Long> millis = new HashMap<>();
    durations().forEach((key, value) -> millis.put(key.replace(SUBJECT, "other"), value));
    assertThat(parts(3, millis)).isEqualTo(parts(3, Map.of()));
  }
}
