package dev.cksauth.result;

import org.jspecify.annotations.Nullable;

/**
 * One step of a scenario as it went.
 *
 * @param control whether the step proves the means rather than the subject
 * @param expected the acceptable outcomes, in words
 * @param actual the outcome, in words
 * @param exchange the deciding exchange; absent when nothing was sent
 */
public record StepResult(
    String title,
    boolean control,
    StepVerdict verdict,
    String expected,
    String actual,
    @Nullable ExchangeRecord exchange) {}
