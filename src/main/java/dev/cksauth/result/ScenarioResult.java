package dev.cksauth.result;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scenario, or one case of it, on one subject.
 *
 * @param subject the subject's id
 * @param id the scenario's id, with {@code #case} for a case
 * @param requirement the id of the requirement served
 * @param required the requirement's sentence
 * @param evidence how well a rejection is proven; absent where nothing was to be rejected
 * @param reason one sentence: why this verdict
 * @param consequence what a failure means in production
 * @param fix what the person whose subject failed should do
 * @param reruns how often the whole scenario ran again because of a broken connection or gateway
 * @param stability how the verdict held over the rounds of a run that was repeated; else absent
 */
public record ScenarioResult(
    String subject,
    String id,
    String title,
    Level level,
    String requirement,
    String required,
    List<String> profiles,
    Verdict verdict,
    @Nullable Evidence evidence,
    String reason,
    String consequence,
    String fix,
    long durationMillis,
    int reruns,
    @Nullable Stability stability,
    List<StepResult> steps) {

  public ScenarioResult {
    profiles = List.copyOf(profiles);
    steps = List.copyOf(steps);
  }

  /** Of a run that was not repeated. */
  public ScenarioResult(
      String subject,
      String id,
      String title,
      Level level,
      String requirement,
      String required,
      List<String> profiles,
      Verdict verdict,
      @Nullable Evidence evidence,
      String reason,
      String consequence,
      String fix,
      long durationMillis,
      int reruns,
      List<StepResult> steps) {
    this(
        subject,
        id,
        title,
        level,
        requirement,
        required,
        profiles,
        verdict,
        evidence,
        reason,
        consequence,
        fix,
        durationMillis,
        reruns,
        null,
        steps);
  }

  /** The same as it stands for all rounds of a run. */
  public ScenarioResult with(Stability held) {
    return new ScenarioResult(
        subject,
        id,
        title,
        level,
        requirement,
        required,
        profiles,
        verdict,
        evidence,
        reason,
        consequence,
        fix,
        durationMillis,
        reruns,
        held,
        steps);
  }

  /** Whether rounds of a run judged it differently. */
  public boolean flaky() {
    return stability != null && !stability.steady();
  }
}
