package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.Attempt;
import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class HtmlReportTest {
  private static final Pattern FETCHED =
      Pattern.compile(
          "src=|href=(?!\"#)|url\\(|@import|fetch\\(|XMLHttpRequest", Pattern.CASE_INSENSITIVE);

  private final HtmlReport report = new HtmlReport();

  static Stream<RunResult> samples() {
    return JsonReportTest.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void fetchesNothing(RunResult run) {
    assertThat(FETCHED.matcher(report.render(run)).find()).isFalse();
  }

  @Test
  void whatASubjectSaysIsTextAndNeverMarkup() {
    String html = report.render(Samples.saying("</script><img src=x onerror=alert(1)>\"'"));
    assertThat(html).doesNotContain("<img", "</script><").contains("&lt;/script");
  }

  @Test
  void tellsTheGravestFirstWithItsFixAndExchange() {
    String html = report.render(Samples.everyVerdict());
    int failed = html.indexOf("webhook/rejection/denies-with-200");
    int warning = html.indexOf("webhook/answer/states-json");
    assertThat(failed).isPositive().isLessThan(warning);
    assertThat(html.indexOf("Answer 200; keep authenticated false in the body."))
        .isBetween(failed, warning);
    assertThat(html.indexOf("POST https://127.0.0.1:8443/authenticate?timeout=30s"))
        .isBetween(failed, warning);
  }

  @Test
  void isWhereTheConsoleLeadsTo() {
    RunResult run = Samples.everyVerdict();
    String html = report.render(run);
    Look look = new Look(run, List.of());
    Finding.of(run.results())
        .forEach(finding ->
            assertThat(html).containsOnlyOnce("id=\"" + look.anchor(finding.first()) + "\""));
  }

  @Test
  void hasARowForEveryResult() {
    RunResult run = Samples.everyVerdict();
    String rows = report.render(run).split("id=\"rows\"", 2)[1];
    assertThat(Pattern.compile("class=\"row ").matcher(rows).results().count())
        .isEqualTo(run.results().size());
  }

  @Test
  void showsWhoWasLetInWhere() {
    StepResult let =
        new StepResult("a", false, StepVerdict.PASSED, "", "", null)
            .with(new Attempt("unmanaged", "service-account", "accepted"));
    StepResult refused =
        new StepResult("b", false, StepVerdict.PASSED, "", "", null)
            .with(new Attempt("managed", "service-account", "refused"));
    StepResult console =
        new StepResult("c", true, StepVerdict.PASSED, "", "", null)
            .with(new Attempt("managed", "console", "accepted"));
    ScenarioResult result = Samples.passed("jwt", "managed/x");
    ScenarioResult with =
        new ScenarioResult(
            result.subject(),
            result.id(),
            result.title(),
            result.level(),
            result.requirement(),
            result.required(),
            result.profiles(),
            result.verdict(),
            result.evidence(),
            result.reason(),
            result.consequence(),
            result.fix(),
            result.durationMillis(),
            result.reruns(),
            List.of(let, refused, console));
    RunResult run = Samples.conformant();
    String html = report.render(Samples.with(run, List.of(with)));
    assertThat(html.replaceAll("\\s+", " "))
        .contains(
            "<th scope=\"row\">unmanaged</th> <td class=\"not-tried\">not tried</td> <td"
                + " class=\"accepted\">accepted 1×</td>",
            "<th scope=\"row\">managed</th> <td class=\"accepted\">accepted 1×</td> <td"
                + " class=\"refused\">refused 1×</td>");
  }

  @Test
  void tellsSubjectsThatFailBeforeThoseThatDoNot() {
    String html = report.render(Samples.severalSubjects());
    assertThat(html.indexOf("id=\"subject:ldap\""))
        .isBetween(html.indexOf("id=\"subject:chain\""), html.indexOf("id=\"subject:jwt\""));
  }

  @Test
  void anErrorHasNoFixAsItSaysNothingOfTheSubject() {
    String html = report.render(Samples.severalSubjects());
    assertThat(html).contains("60 scenarios ended in the same error").doesNotContain(">fix<");
  }

  @Test
  void saysThatARunWasEndedEarly() {
    assertThat(report.render(Samples.nothingRan())).contains("the run was ended before");
    assertThat(report.render(Samples.conformant())).doesNotContain("the run was ended before");
  }

  @Test
  void saysWhatWasLeftOutAndWhatWasSetAside() {
    String html = report.render(Samples.everyVerdict());
    assertThat(html)
        .contains("add <code>--slow</code>")
        .contains("2\u00a0not\u00a0applicable</td><td>the webhook does not support v1beta1");
  }

  @Test
  void saysThatNoProfileOfASubjectWasTested() {
    RunResult run = Samples.conformant();
    SubjectResult untested =
        new SubjectResult(
            "ldap", "Webhook", "LDAP", null, null, Map.of(), Overall.PARTIAL, List.of(), List.of());
    RunResult with =
        new RunResult(
            run.suiteVersion(),
            run.catalogue(),
            run.topology(),
            run.startedAt(),
            run.finishedAt(),
            Overall.PARTIAL,
            false,
            List.of(),
            List.of(untested),
            List.of());
    assertThat(report.render(with)).contains("No profile was tested");
    assertThat(report.render(run)).doesNotContain("No profile was tested");
  }

  @Test
  void saysHowToRunOneScenarioAlone() {
    assertThat(report.render(Samples.everyVerdict()))
        .contains("./cks-auth run FILE --scenario 'webhook/rejection/denies-with-200' --trace");
  }

  @Test
  void aBacktickWithoutAPartnerIsText() {
    assertThat(Prose.of("a `b` c ` d"))
        .containsExactly(
            new Prose.Piece("a ", false),
            new Prose.Piece("b", true),
            new Prose.Piece(" c ", false),
            new Prose.Piece("` d", false));
  }

  /** A page of ten thousand rows stays one that a browser opens at once: passed ones are short. */
  @Test
  void staysSmallWithTenThousandResults() {
    List<ScenarioResult> many =
        IntStream.range(0, 10_000).mapToObj(i -> Samples.passed("jwt", "own/x-" + i)).toList();
    String html = report.render(Samples.with(Samples.conformant(), many));
    assertThat(html.length()).isLessThan(12_000_000);
    assertThat(many).allMatch(result -> result.verdict() == Verdict.PASSED);
  }
}
