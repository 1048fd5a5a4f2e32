package dev.cksauth.report;

import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.util.List;

/**
 * {@code summary.md}: what a reviewer wants to read below a pull request, in GitHub's Markdown. It
 * is short: the rest is in {@code index.html}.
 */
public final class SummaryReport {

  /** More would bury the first. */
  private static final int TOLD = 20;

  /** The text of {@code summary.md}; equal trees give equal texts. */
  public String render(RunResult run) {
    StringBuilder text = new StringBuilder();
    text.append("## cks-auth: %s%n%n".formatted(run.verdict().word()));
    text.append("| subject | profile | verdict | scenarios |%n".formatted());
    text.append("| --- | --- | --- | --- |%n".formatted());
    for (SubjectResult subject : run.subjects()) {
      for (ProfileResult profile : subject.profiles()) {
        text.append(
            "| %s | %s | **%s** | %s |%n"
                .formatted(
                    MarkdownText.escaped(subject.id()),
                    profile.name(),
                    profile.verdict().word(),
                    Words.counts(profile)));
      }
    }
    Steadiness.of(run).ifPresent(steadiness -> steadiness(steadiness, text));
    findings(run, text);
    run.leftOut()
        .forEach(
            sentence -> text.append("%nLeft out: %s%n".formatted(MarkdownText.escaped(sentence))));
    text.append(
        "%n<sub>suite %s, catalogue `%s`, %s scenarios</sub>%n"
            .formatted(run.suiteVersion(), run.catalogue(), Words.number(run.results().size())));
    return text.toString().replace("\r\n", "\n");
  }

  private static void steadiness(Steadiness steadiness, StringBuilder text) {
    text.append(
        "%n%s; %s.%n"
            .formatted(
                MarkdownText.escaped(steadiness.rounds()),
                MarkdownText.escaped(steadiness.sentence())));
    if (!steadiness.flaky().isEmpty()) {
      text.append("%n### What is not steady%n%n".formatted());
    }
    steadiness.flaky().stream()
        .limit(TOLD)
        .forEach(result ->
            text.append(
                "- %s `%s`: %s%n"
                    .formatted(
                        MarkdownText.escaped(result.subject()),
                        result.id(),
                        MarkdownText.escaped(Steadiness.ifFlaky(result)))));
    if (steadiness.flaky().size() > TOLD) {
      text.append("%nand %s more%n".formatted(Words.number(steadiness.flaky().size() - TOLD)));
    }
  }

  private static void findings(RunResult run, StringBuilder text) {
    List<Finding> findings = Finding.of(run.results());
    if (!findings.isEmpty()) {
      text.append("%n### What is not as it should be%n".formatted());
    }
    findings.stream().limit(TOLD).forEach(finding -> finding(finding, text));
    if (findings.size() > TOLD) {
      text.append("%nand %s more%n".formatted(Words.number(findings.size() - TOLD)));
    }
  }

  private static void finding(Finding finding, StringBuilder text) {
    ScenarioResult first = finding.first();
    if (finding.repeats()) {
      text.append(
          "%n- **%s** in %d scenarios: %s%n"
              .formatted(
                  finding.verdict().word(),
                  finding.results().size(),
                  MarkdownText.escaped(finding.cause())));
      return;
    }
    text.append(
        "%n- **%s** `%s` (%s, %s)%n  %s%n"
            .formatted(
                finding.verdict().word(),
                first.id(),
                first.level(),
                first.requirement(),
                MarkdownText.escaped(first.reason())));
    if (finding.verdict() != Verdict.ERROR) {
      text.append("  *Fix:* %s%n".formatted(MarkdownText.escaped(first.fix())));
    }
  }
}
