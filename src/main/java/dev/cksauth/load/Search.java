package dev.cksauth.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks for the highest rate that holds an objective: doubles while it holds, then halves what is
 * between until the two rates are less than a tenth apart.
 *
 * @param tried what was measured, in order
 * @param highest the highest rate that held; empty where not even the lowest did
 * @param generatorsEnd whether the search ended since the generator itself could not do more: the
 *     webhook may well
 */
public record Search(List<Measured> tried, Optional<Measured> highest, boolean generatorsEnd) {
  private static final double CLOSE = 1.1;
  private static final double LEAST = 1;

  public Search {
    tried = List.copyOf(tried);
  }

  /** Measures a load. */
  @FunctionalInterface
  interface Trial {
    Measured at(double rate) throws InterruptedException;
  }

  /**
   * Searches.
   *
   * @param first the rate to begin with
   * @param told of each load as it ends
   */
  public static Search with(
      Generator generator, LoadPlan first, Objective objective, Consumer<Measured> told)
      throws InterruptedException {
    return with(rate -> generator.measure(first.at(rate)), first.rate(), objective, told);
  }

  static Search with(Trial trial, double first, Objective objective, Consumer<Measured> told)
      throws InterruptedException {
    List<Measured> tried = new ArrayList<>();
    Optional<Measured> highest = Optional.empty();
    double holds = 0;
    double fails = Double.POSITIVE_INFINITY;
    boolean lagged = false;
    double rate = first;
    while (rate >= LEAST && fails > holds * CLOSE) {
      Measured measured = trial.at(rate);
      tried.add(measured);
      told.accept(measured);
      if (objective.holds(measured)) {
        holds = rate;
        highest = Optional.of(measured);
      } else {
        fails = rate;
        lagged = measured.lagged();
      }
      rate = next(holds, fails);
    }
    return new Search(tried, highest, lagged);
  }

  private static double next(double holds, double fails) {
    if (fails == Double.POSITIVE_INFINITY) {
      return holds * 2;
    }
    return holds == 0 ? fails / 2 : Math.sqrt(holds * fails);
  }
}
