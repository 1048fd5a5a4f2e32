package dev.cksauth.report;

import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How counts, times and verdicts are put into words, the same in every report for people. */
final class Words {
  /** Verdicts worth a remark, the gravest first. */
  static final List<Verdict> REMARKABLE =
      List.of(
          Verdict.FAILED,
          Verdict.WARNING,
          Verdict.ERROR,
          Verdict.NOTE,
          Verdict.KNOWN_GAP,
          Verdict.EXCLUDED,
          Verdict.NOT_TESTED,
          Verdict.NOT_APPLICABLE);

  private static final int SHORT_DIGEST = 8;

  private Words() {}

  /** A count with its verdict, kept on one line wherever it comes to stand. */
  static String count(int count, Verdict verdict) {
    return plural(count, verdict).replace('-', ' ').replace(' ', Layout.TIE);
  }

  private static String plural(int count, Verdict verdict) {
    return switch (verdict) {
      case WARNING, NOTE, ERROR, KNOWN_GAP -> count(count, verdict.word());
      case PASSED, FAILED, EXCLUDED, NOT_APPLICABLE, NOT_TESTED ->
          number(count) + " " + verdict.word();
    };
  }

  /** How many scenarios of a profile got which verdict, for readers of documents. */
  static String counts(ProfileResult profile) {
    return profile.counts().entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> plural(entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  static String count(int count, String noun) {
    return number(count) + " " + noun + (count == 1 ? "" : "s");
  }

  static String number(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String aKind(String kind) {
    String word = kind.toLowerCase(Locale.ROOT);
    return (!word.isEmpty() && "aeiou".indexOf(word.charAt(0)) >= 0 ? "an " : "a ") + word;
  }

  /** The results of one subject. */
  static List<ScenarioResult> resultsOf(RunResult run, SubjectResult subject) {
    return run.results().stream().filter(result -> result.subject().equals(subject.id())).toList();
  }

  /** A subject's name, with its version and vendor where it has them. */
  static String heading(SubjectResult subject) {
    List<String> words = new ArrayList<>(List.of(subject.name()));
    if (subject.version() != null) {
      words.add(subject.version());
    }
    if (subject.vendor() != null) {
      words.add("· " + subject.vendor());
    }
    return String.join(" ", words);
  }

  static String headline(Overall verdict) {
    return verdict.word().toUpperCase(Locale.ROOT);
  }

  static String elapsed(RunResult run) {
    Duration elapsed = Duration.between(run.startedAt(), run.finishedAt());
    return elapsed.toSeconds() < 60
        ? String.format(Locale.ROOT, "%.1f s", elapsed.toMillis() / 1000.0)
        : String.format(Locale.ROOT, "%,d:%02d min", elapsed.toMinutes(), elapsed.toSecondsPart());
  }

  /** Enough of a digest to tell two catalogues apart at a glance. */
  static String shortDigest(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.length() <= SHORT_DIGEST ? hex : hex.substring(0, SHORT_DIGEST) + "…";
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String join(List<String> parts) {
    int last = parts.size() - 1;
    return last < 1
        ? String.join("", parts)
        : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
  }
}
