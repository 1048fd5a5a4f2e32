package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.Golden;
import dev.cksauth.result.RunResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConsoleReportTest {
  private static final Path LATEST = Path.of("reports", "latest");
  private static final List<Path> FILES =
      List.of(LATEST.resolve("report.json"), LATEST.resolve("junit.xml"));

  @ParameterizedTest
  @CsvSource({
    "console-80,true,false,80",
    "console-80-colour,true,true,80",
    "console-120,true,false,120",
    "console-120-colour,true,true,120",
    "console-80-ascii,false,false,80",
  })
  void isAsApproved(String name, boolean unicode, boolean colour, int width) {
    ConsoleStyle style = new ConsoleStyle(colour, unicode, width);
    Golden.assertSame(name + ".txt", render(style, false, Samples.everyVerdict()));
  }

  @Test
  void severalSubjectsAreAsApproved() {
    Golden.assertSame(
        "report/console-several.txt", render(plain(100), false, Samples.severalSubjects()));
  }

  @Test
  void theTraceIsAsApproved() {
    Golden.assertSame("report/console-trace.txt", render(plain(100), true, Samples.everyVerdict()));
  }

  @Test
  void theShortReportsAreAsApproved() {
    Golden.assertSame(
        "report/console-short.txt",
        render(plain(100), false, Samples.conformant())
            + "----\n"
            + render(plain(100), false, Samples.nothingRan()));
  }

  @Test
  void aDeadEndpointIsOneFinding() {
    String text = render(plain(100), false, Samples.severalSubjects());
    assertThat(text)
        .contains("1 ? 60 scenarios ended in the same error")
        .contains("passes-2 and 57 more")
        .doesNotContain("2 ? ");
  }

  @Test
  void pointsIntoTheHtmlWhereThereIsOne() {
    List<Path> files = List.of(LATEST.resolve("index.html"), LATEST.resolve("report.json"));
    String one = new ConsoleReport(plain(100), false).render(Samples.everyVerdict(), files);
    assertThat(one)
        .contains("look       reports/latest/index.html#webhook/rejection/denies-with-200\n")
        .endsWith("\nreports/latest/index.html · report.json\n");
    String several = new ConsoleReport(plain(100), false).render(Samples.severalSubjects(), files);
    assertThat(several).contains("index.html#ldap/webhook/answer/passes-0\n");
    String none = new ConsoleReport(plain(100), false).render(Samples.everyVerdict(), List.of());
    assertThat(none).doesNotContain("look ");
  }

  static List<RunResult> samples() {
    return JsonReportTest.samples().toList();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void keepsToTheWidth(RunResult run) {
    for (int width : new int[] {40, 61, 80, 100, 200}) {
      // An id or an address that is longer than a line stays whole.
      assertThat(render(plain(width), false, run).lines())
          .allMatch(line -> Layout.columns(line) <= width || endsInOneLongWord(line));
    }
  }

  private static boolean endsInOneLongWord(String line) {
    return !line.strip().contains(" ") || line.matches(" +(look|scenarios) +[^ ]+");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void obeysNothingThatASubjectSays(boolean unicode) {
    String hostile = "a\u001b[2Jb\rc\u009bd\u202ee\u0007f\ud800g\nh";
    String text = render(new ConsoleStyle(false, unicode, 100), true, Samples.saying(hostile));
    assertThat(text.codePoints())
        .allMatch(point -> point == '\n' || Character.getType(point) != Character.CONTROL)
        .noneMatch(point -> Character.getType(point) == Character.FORMAT);
    assertThat(text).contains("a\\u{1b}[2Jb c\\u{9b}d\\u{202e}e\\u{7}f\\u{d800}g h");
  }

  @Test
  void withoutUnicodeAllIsAscii() {
    String text = render(new ConsoleStyle(true, false, 80), true, Samples.saying("é … · “x” 🙂"));
    assertThat(text.chars()).allMatch(c -> c < 0x7f);
  }

  @Test
  void colourChangesNothingButTheColour() {
    String plain = render(new ConsoleStyle(false, true, 90), true, Samples.everyVerdict());
    String coloured = render(new ConsoleStyle(true, true, 90), true, Samples.everyVerdict());
    assertThat(coloured).contains("\u001b[");
    assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    assertThat(plain).doesNotContain("\u001b");
  }

  private static ConsoleStyle plain(int width) {
    return new ConsoleStyle(false, true, width);
  }

  private static String render(ConsoleStyle style, boolean trace, RunResult run) {
    return new ConsoleReport(style, trace).render(run, FILES);
  }
}
