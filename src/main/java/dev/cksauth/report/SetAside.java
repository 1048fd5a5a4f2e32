package dev.cksauth.report;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Scenarios that were set aside for one reason. */
record SetAside(Verdict verdict, String reason, List<String> ids) {
  private static final List<Verdict> VERDICTS =
      List.of(Verdict.KNOWN_GAP, Verdict.EXCLUDED, Verdict.NOT_TESTED, Verdict.NOT_APPLICABLE);

  static List<SetAside> of(List<ScenarioResult> results) {
    List<SetAside> entries = new ArrayList<>();
    for (Verdict verdict : VERDICTS) {
      Map<String, List<String>> byReason = new LinkedHashMap<>();
      results.stream()
          .filter(result -> result.verdict() == verdict)
          .forEach(result ->
              byReason
                  .computeIfAbsent(result.reason(), reason -> new ArrayList<>())
                  .add(result.id()));
      byReason.forEach((reason, ids) -> entries.add(new SetAside(verdict, reason, ids)));
    }
    return entries;
  }

  String count() {
    return Words.count(ids.size(), verdict);
  }
}
