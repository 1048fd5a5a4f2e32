package dev.cksauth.result;

import org.jspecify.annotations.Nullable;

/**
 * One step of a scenario as it went.
 *
 * @param control whether the step proves the means rather than the subject
 * @param expected the acceptable outcomes, in words
 * @param actual the outcome, in words
 * @param exchange the deciding exchange; absent when nothing was sent
 * @param attempt who was let in where; absent where that was not the question
 */
public record StepResult(
    String title,
    boolean control,
    StepVerdict verdict,
    String expected,
    String actual,
    @Nullable ExchangeRecord exchange,
    @Nullable Attempt attempt) {

  /** A step that let nobody in. */
  public StepResult(
      String title,
      boolean control,
      StepVerdict verdict,
      String expected,
      String actual,
      @Nullable ExchangeRecord exchange) {
    this(title, control, verdict, expected, actual, exchange, null);
  }

  /** The same with an attempt. */
  public StepResult with(@Nullable Attempt made) {
    return new StepResult(title, control, verdict, expected, actual, exchange, made);
  }
}
