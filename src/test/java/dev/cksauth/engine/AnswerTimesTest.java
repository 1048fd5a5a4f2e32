package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which answers come too late. */
final class AnswerTimesTest {
  private static final long SLOW = 600;

  @TempDir private Path directory;
  private WebhookStage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new WebhookStage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private ScenarioResult looking(String check) throws Exception {
    return stage.scenario("one", "  - title: in time\n    check: {name: " + check + "}\n").one();
  }

  /** So many of the first answers take 600 ms. */
  private void slow(int reviews) {
    AtomicInteger left = new AtomicInteger(reviews);
    stage.webhook.says(asked -> {
      if (left.getAndDecrement() > 0) {
        // Nobody counts it down: what a slow webhook does.
        assertThat(new CountDownLatch(1).await(SLOW, TimeUnit.MILLISECONDS)).isFalse();
      }
      return WebhookStage.honest(asked);
    });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "answers-in-time, with: {as: valid, times: 3, slowest: 10000}",
        "answers-in-time, with: {as: unknown, times: '3', slowest: 10000}",
        "answers-quickly, with: {as: valid, times: 10, most: 5000}",
        "times-alike, with: {as: valid, other: unknown}"
      })
  void whoAnswersAtOncePasses(String check) throws Exception {
    ScenarioResult result = looking(check);
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void asManyReviewsAreSentAsAScenarioSays() throws Exception {
    looking("answers-in-time, with: {as: valid, times: '4', slowest: 10000}");
    assertThat(stage.webhook.asked()).hasSize(4);
  }

  @Test
  void oneAnswerOverTheLimitIsTooManyOfAll() throws Exception {
    slow(1);
    ScenarioResult result = looking("answers-in-time, with: {as: valid, times: 3, slowest: 500}");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("expected all within 500 ms");
  }

  @Test
  void whoIsAlwaysSlowIsTooSlowForMost() throws Exception {
    slow(Integer.MAX_VALUE);
    ScenarioResult result = looking("answers-quickly, with: {as: valid, times: 10, most: 500}");
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(stage.webhook.asked()).as("no more than it takes").hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void whoStalledOnceIsQuick() throws Exception {
    slow(2);
    ScenarioResult result = looking("answers-quickly, with: {as: valid, times: 10, most: 500}");
    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void noAnswerIsNoTime() throws Exception {
    stage.webhook.says(asked -> Replies.cut());
    assertThat(looking("answers-in-time, with: {as: valid, times: 1, slowest: 500}").verdict())
        .isEqualTo(Verdict.ERROR);
  }

  @ParameterizedTest
  @CsvSource({"5, 60, true", "60, 5, true", "5, 50, false", "0, 40, false", "90, 800, false"})
  void timesAreApartByMoreThanNoiseAndByAnOrder(long one, long other, boolean apart) {
    assertThat(new AnswerTimes.Medians(one, other).apart()).isEqualTo(apart);
  }
}
