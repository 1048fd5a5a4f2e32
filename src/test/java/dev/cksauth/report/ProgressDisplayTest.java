package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProgressDisplayTest {
  private final StringWriter text = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void elsewhereThanOnATerminalEachGroupThatIsDoneIsALine() {
    ProgressDisplay display = display(false);
    display.planned("jwt", groups("request", 2, "answer", 2));
    display.finished(Samples.passed("jwt", "webhook/answer/a"));
    display.finished(Samples.passed("jwt", "webhook/request/a"));
    display.finished(Samples.conformant().results().getFirst());
    display.close();
    display.close();
    assertThat(text.toString())
        .isEqualToNormalizingNewlines("jwt  answer  2/2\njwt  request  1/2  not finished\n");
  }

  @Test
  void aPlainLineTellsWhatDidNotPass() {
    ProgressDisplay display = display(false);
    display.planned("acme", groups("rejection", 2));
    Samples.everyVerdict().results().forEach(display::finished);
    assertThat(text.toString()).contains("acme  rejection  2/2  1 failed, 1 not tested");
  }

  @Test
  void onATerminalTheBlockIsRedrawnInPlaceAndErased() {
    ProgressDisplay display = display(true);
    display.planned("jwt", groups("request", 1, "answer", 2));
    pass(1_000);
    display.finished(Samples.passed("jwt", "webhook/answer/a"));
    display.close();
    assertThat(text.toString())
        .isEqualTo(
            """
              request      ░░░░░░░░░░  0/1
              answer       ░░░░░░░░░░  0/2
            \033[2A\r\033[J  request      ░░░░░░░░░░  0/1
              answer       █████░░░░░  1/2
            \033[2A\r\033[J\
            """);
  }

  @Test
  void drawsNoMoreThanTenTimesPerSecond() {
    ProgressDisplay display = display(true);
    display.planned("jwt", groups("answer", 1_000));
    for (int i = 0; i < 1_000; i++) {
      pass(1);
      display.finished(Samples.passed("jwt", "webhook/answer/a" + i));
    }
    assertThat(text.toString().split("\033\\[J", -1)).hasSizeLessThanOrEqualTo(11);
  }

  @Test
  void staysWithinReachOfTheCursor() {
    ProgressDisplay display = display(true);
    for (int i = 0; i < 40; i++) {
      pass(1_000);
      display.planned("subject-" + i, groups("answer", 3, "request", 3));
      display.finished(Samples.passed("subject-" + i, "webhook/answer/a"));
    }
    pass(1_000);
    text.getBuffer().setLength(0);
    display.finished(Samples.passed("subject-0", "webhook/answer/b"));
    assertThat(block().lines()).hasSize(19).last().asString().contains("more");
    assertThat(block().lines()).allMatch(line -> line.length() < 80);
  }

  @Test
  void afterTheEndNothingIsDrawn() {
    ProgressDisplay display = display(true);
    display.planned("jwt", groups("answer", 2));
    display.close();
    String before = text.toString();
    pass(1_000);
    display.finished(Samples.passed("jwt", "webhook/answer/a"));
    assertThat(text).hasToString(before);
  }

  @Test
  void countsWhatSeveralThreadsFinish() {
    ProgressDisplay display = display(false);
    display.planned("jwt", groups("answer", 400));
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      IntStream.range(0, 400)
          .forEach(i ->
              threads.execute(
                  () -> display.finished(Samples.passed("jwt", "webhook/answer/a" + i))));
    }
    assertThat(text.toString()).isEqualToNormalizingNewlines("jwt  answer  400/400\n");
  }

  private String block() {
    String all = text.toString();
    return all.substring(all.lastIndexOf("\033[J") + 3);
  }

  private ProgressDisplay display(boolean terminal) {
    ConsoleStyle style = new ConsoleStyle(false, true, 80);
    return new ProgressDisplay(new PrintWriter(text), style, terminal, nanos::get);
  }

  private void pass(long millis) {
    nanos.addAndGet(millis * 1_000_000);
  }

  private static Map<String, Integer> groups(String name, int total) {
    return Map.of(name, total);
  }

  private static Map<String, Integer> groups(String a, int totalA, String b, int totalB) {
    Map<String, Integer> groups = new LinkedHashMap<>();
    groups.put(a, totalA);
    groups.put(b, totalB);
    return groups;
  }
}
