package dev.cksauth.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SearchTest {
  private static final Objective OBJECTIVE = new Objective(99, 10);
  private static final long GOOD = 1_000;
  private static final long BAD = 50_000;

  /** A webhook that holds the objective up to a rate. */
  private static Search.Trial upTo(double most) {
    return rate -> Loads.of(rate, rate <= most ? GOOD : BAD, 0, Map.of());
  }

  private static double found(Search search) {
    return search.highest().orElseThrow().plan().rate();
  }

  @Test
  void findsTheHighestRateWithinATenth() throws Exception {
    Search search = Search.with(upTo(730), 100, OBJECTIVE, told -> {});
    assertThat(found(search)).isBetween(730 / 1.1, 730.0);
    assertThat(search.generatorsEnd()).isFalse();
  }

  @Test
  void goesBelowTheRateThatItBeginsWith() throws Exception {
    Search search = Search.with(upTo(7), 100, OBJECTIVE, told -> {});
    assertThat(found(search)).isBetween(7 / 1.1, 7.0);
  }

  @Test
  void endsWhereNoRateHolds() throws Exception {
    Search search = Search.with(upTo(0), 100, OBJECTIVE, told -> {});
    assertThat(search.highest()).isEmpty();
    assertThat(search.tried()).hasSizeLessThan(20);
  }

  @Test
  void saysSoWhereTheGeneratorWasTheBound() throws Exception {
    Search.Trial late =
        rate -> Loads.of(rate, rate > 400 ? BAD : GOOD, rate > 400 ? 20_000 : 0, Map.of());
    Search search = Search.with(late, 100, OBJECTIVE, told -> {});
    assertThat(found(search)).isBetween(400 / 1.1, 400.0);
    assertThat(search.generatorsEnd()).isTrue();
  }

  @Test
  void tellsOfEachLoadAsItEnds() throws Exception {
    List<Double> told = new ArrayList<>();
    Search search =
        Search.with(upTo(150), 100, OBJECTIVE, measured -> told.add(measured.plan().rate()));
    assertThat(told).startsWith(100.0, 200.0).hasSameSizeAs(search.tried());
  }
}
