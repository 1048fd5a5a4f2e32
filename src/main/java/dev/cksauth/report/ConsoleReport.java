package dev.cksauth.report;

import dev.cksauth.report.ConsoleStyle.Ink;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The end of a run as a person reads it: what was tested, how it stands, each finding with its
 * consequence and its mending, what was left out and how to get it, and where the files are.
 */
public final class ConsoleReport {
  private static final int MOST_FLAKY = 20;
  private final ConsoleStyle style;
  private final boolean trace;

  /**
   * A report in a style.
   *
   * @param trace whether to print the exchanges below each finding
   */
  public ConsoleReport(ConsoleStyle style, boolean trace) {
    this.style = style;
    this.trace = trace;
  }

  /**
   * The text, its lines ended by a line feed.
   *
   * @param files the files of the report as the reader reaches them, the one to open first at the
   *     front; empty if none were written
   */
  public String render(RunResult run, List<Path> files) {
    Page page = new Page(style);
    head(page, run);
    FindingText findings = new FindingText(style, new Look(run, files), trace);
    int number = 1;
    for (SubjectResult subject : run.subjects()) {
      number = subject(page, run, subject, findings, number);
    }
    if (run.subjects().size() > 1) {
      runVerdict(page, run);
    }
    Steadiness.of(run).ifPresent(steadiness -> steadiness(page, steadiness));
    if (!run.leftOut().isEmpty()) {
      page.blank();
      page.line(style.paint(Ink.STRONG, "left out"));
      run.leftOut().forEach(sentence -> page.hanging("  ", sentence, Ink.FAINT));
    }
    if (!files.isEmpty()) {
      page.blank();
      page.hanging("", fileList(files), Ink.FAINT);
    }
    return page.toString();
  }

  private void head(Page page, RunResult run) {
    Stream<String> scope =
        run.subjects().size() == 1
            ? Stream.of(scope(run, run.subjects().getFirst()))
            : Stream.of(
                Words.count(run.subjects().size(), "subject"),
                Words.count(run.results().size(), "scenario"));
    List<String> parts =
        Stream.concat(
                Stream.of(
                    "cks-auth " + run.suiteVersion(),
                    "catalogue " + Words.shortDigest(run.catalogue())),
                scope)
            .toList();
    page.hanging("", String.join(" · ", parts));
    if (run.unfinished()) {
      page.hanging(
          "",
          "The run was ended before all scenarios had run; this is what was found until then.",
          Ink.DOUBTFUL);
    }
    if (run.subjects().isEmpty()) {
      page.blank();
      page.line(
          style.paint(VerdictText.headline(run.verdict()), Words.headline(run.verdict()))
              + "  nothing ran");
    }
  }

  private static String scope(RunResult run, SubjectResult subject) {
    Tally tally = Tally.of(Words.resultsOf(run, subject));
    String notRun = tally.notRun();
    return Words.count(tally.total(), "scenario")
        + " for "
        + Words.aKind(subject.kind())
        + (notRun.isEmpty() ? "" : ", " + notRun);
  }

  /** Prints one subject's block; returns the number of the next finding. */
  private int subject(
      Page page, RunResult run, SubjectResult subject, FindingText findings, int first) {
    List<ScenarioResult> results = Words.resultsOf(run, subject);
    boolean several = run.subjects().size() > 1;
    page.blank();
    List<String> name = new ArrayList<>();
    name.add(
        Stream.of(subject.name(), subject.version())
            .filter(Objects::nonNull)
            .reduce((a, b) -> a + " " + b)
            .orElseThrow());
    Stream.ofNullable(subject.vendor()).forEach(name::add);
    if (several) {
      name.add(scope(run, subject));
    }
    page.hanging("", String.join(" · ", name), Ink.STRONG);
    List<BarLines.Bar> bars =
        Tally.byGroup(results).entrySet().stream().map(ConsoleReport::bar).toList();
    new BarLines(style).lines(bars).forEach(page::line);
    verdicts(page, run, subject, results);
    int number = first;
    for (Finding finding : Finding.of(results)) {
      page.blank();
      findings.print(page, finding, number++);
    }
    setAside(page, results);
    return number;
  }

  private static BarLines.Bar bar(Map.Entry<String, Tally> group) {
    Tally tally = group.getValue();
    return new BarLines.Bar(
        group.getKey(), tally.ran(), tally.applicable(), tally.remarks(), tally.ink());
  }

  private void verdicts(
      Page page, RunResult run, SubjectResult subject, List<ScenarioResult> results) {
    VerdictText text = new VerdictText(run.unfinished());
    // With several subjects the time stands at the end, beside the verdict on the run.
    String time = run.subjects().size() > 1 ? "" : Words.elapsed(run);
    int width =
        subject.profiles().stream()
            .mapToInt(profile -> profile.verdict().word().length())
            .max()
            .orElse(0);
    for (ProfileResult profile : subject.profiles()) {
      text.print(page, profile, results, width, time);
      time = "";
    }
    if (subject.profiles().isEmpty()) {
      page.line(
          style.paint(VerdictText.headline(subject.verdict()), Words.headline(subject.verdict()))
              + "  no profile ran");
    }
    subject.notes().forEach(note -> page.hanging("  note: ", note));
  }

  private void runVerdict(Page page, RunResult run) {
    long conformant =
        run.subjects().stream().filter(subject -> subject.verdict() == Overall.CONFORMANT).count();
    page.blank();
    page.sides(
        Words.headline(run.verdict()),
        VerdictText.headline(run.verdict()),
        "%d of %d subjects conformant".formatted(conformant, run.subjects().size()),
        Words.elapsed(run));
  }

  /** What counts for no finding, by reason, so that nobody takes silence for a pass. */
  private void setAside(Page page, List<ScenarioResult> results) {
    List<SetAside> entries = SetAside.of(results);
    if (entries.isEmpty()) {
      return;
    }
    page.blank();
    page.line(style.paint(Ink.STRONG, "set aside"));
    int width = entries.stream().mapToInt(entry -> entry.count().length()).max().orElse(0);
    for (SetAside entry : entries) {
      page.hanging("  " + Layout.padRight(entry.count(), width) + "  ", entry.reason());
      page.hanging(" ".repeat(width + 4), Finding.some(entry.ids()), Ink.FAINT);
    }
  }

  private void steadiness(Page page, Steadiness steadiness) {
    page.blank();
    page.line(style.paint(Ink.STRONG, "stability"));
    page.hanging("  ", steadiness.rounds());
    page.hanging("  ", steadiness.sentence(), steadiness.flaky().isEmpty() ? Ink.GOOD : Ink.BAD);
    for (ScenarioResult result : steadiness.flaky().stream().limit(MOST_FLAKY).toList()) {
      page.hanging("  ", result.subject() + " " + result.id());
      page.hanging("    ", Steadiness.ifFlaky(result), Ink.FAINT);
    }
    if (steadiness.flaky().size() > MOST_FLAKY) {
      page.hanging("  ", "and " + Words.number(steadiness.flaky().size() - MOST_FLAKY) + " more");
    }
  }

  private static String fileList(List<Path> files) {
    List<String> names = new ArrayList<>();
    names.add(files.getFirst().toString());
    // The directory is said once.
    files.stream().skip(1).forEach(file -> names.add(String.valueOf(file.getFileName())));
    return String.join(" · ", names);
  }
}
