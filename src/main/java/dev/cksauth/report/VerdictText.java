package dev.cksauth.report;

import dev.cksauth.report.ConsoleStyle.Ink;
import dev.cksauth.result.Level;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The line that says how a profile stands, and for a partial verdict the sentence that says why.
 */
final class VerdictText {
  private static final String MET = "met";

  private final boolean unfinished;

  VerdictText(boolean unfinished) {
    this.unfinished = unfinished;
  }

  /**
   * Prints one profile's line.
   *
   * @param results all results of the subject
   * @param width columns of the longest verdict among the subject's profiles
   * @param time what stands at the right edge; may be empty
   */
  void print(
      Page page, ProfileResult profile, List<ScenarioResult> results, int width, String time) {
    page.sides(
        Layout.padRight(Words.headline(profile.verdict()), width),
        headline(profile.verdict()),
        profile.name() + ": " + standing(profile, results),
        time);
    if (profile.verdict() == Overall.PARTIAL) {
      page.hanging(" ".repeat(width + 2), whyPartial(profile));
    }
  }

  static Ink headline(Overall verdict) {
    return switch (verdict) {
      case CONFORMANT -> Ink.GOOD_HEADLINE;
      case NON_CONFORMANT -> Ink.BAD_HEADLINE;
      case PARTIAL -> Ink.DOUBTFUL_HEADLINE;
    };
  }

  /**
   * How a profile stands, in a few words.
   *
   * @param results all results of the subject
   */
  static String standing(ProfileResult profile, List<ScenarioResult> results) {
    List<ScenarioResult> own =
        results.stream().filter(result -> result.profiles().contains(profile.name())).toList();
    List<String> parts = new ArrayList<>();
    int failed = count(own, Verdict.FAILED, true);
    String musts = Words.number(profile.mustCount()) + " MUST ";
    if (profile.mustCount() == 0) {
      parts.add("no MUST ran");
    } else if (failed > 0) {
      parts.add(Words.number(failed) + " of " + musts + "failed");
    } else {
      parts.add(Words.number(count(own, Verdict.PASSED, true)) + " of " + musts + "met");
    }
    // Below MUST nothing fails but a listed gap that turned out to be closed.
    int closed = count(own, Verdict.FAILED, false);
    if (closed > 0) {
      parts.add(Words.count(closed, "listed gap") + " closed");
    }
    for (Verdict verdict : List.of(Verdict.WARNING, Verdict.ERROR, Verdict.NOTE)) {
      int count = count(profile, verdict);
      if (count > 0) {
        parts.add(Words.count(count, verdict));
      }
    }
    return String.join(", ", parts);
  }

  private static int count(List<ScenarioResult> own, Verdict verdict, boolean must) {
    return (int)
        own.stream()
            .filter(result -> result.verdict() == verdict)
            .filter(result -> (result.level() == Level.MUST) == must)
            .count();
  }

  /** Why a profile is partial, in a sentence. */
  String whyPartial(ProfileResult profile) {
    List<String> reasons = new ArrayList<>();
    if (!profile.requires().equals(MET)) {
      String missing = profile.requires().replaceFirst("^unmet: ", "");
      reasons.add("what the profile requires is missing (" + missing + ")");
    }
    if (Stream.of(Verdict.values()).noneMatch(v -> v.ran() && count(profile, v) > 0)) {
      reasons.add("none of its scenarios ran");
    }
    add(reasons, profile, Verdict.ERROR, "ended in an error");
    add(reasons, profile, Verdict.KNOWN_GAP, "listed as a known gap");
    add(reasons, profile, Verdict.EXCLUDED, "excluded");
    if (unfinished) {
      reasons.add("the run was ended early");
    }
    return reasons.isEmpty() ? "Partial." : "Partial, because " + Words.join(reasons) + ".";
  }

  private static void add(
      List<String> reasons, ProfileResult profile, Verdict verdict, String what) {
    int count = count(profile, verdict);
    if (count > 0) {
      String verb = verdict == Verdict.ERROR ? "" : count == 1 ? "is " : "are ";
      reasons.add(Words.count(count, "scenario") + " " + verb + what);
    }
  }

  private static int count(ProfileResult profile, Verdict verdict) {
    return profile.counts().getOrDefault(verdict, 0);
  }
}
