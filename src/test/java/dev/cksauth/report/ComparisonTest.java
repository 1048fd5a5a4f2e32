package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.Overall;
import dev.cksauth.result.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ComparisonTest {
  private static final String ID = "webhook/answer/x";

  private final Pair pair = new Pair();

  private static Verdict verdict(String word) {
    return Verdict.valueOf(word);
  }

  @ParameterizedTest
  @CsvSource({
    "PASSED, FAILED, NEW_FAILURE, true",
    "NOT_TESTED, FAILED, NEW_FAILURE, true",
    "KNOWN_GAP, FAILED, NEW_FAILURE, true",
    "WARNING, FAILED, NEW_FAILURE, true",
    "ERROR, WARNING, NEW_FAILURE, true",
    "PASSED, NOTE, NEW_FAILURE, false",
    "PASSED, ERROR, SET_ASIDE, true",
    "PASSED, NOT_TESTED, SET_ASIDE, true",
    "PASSED, NOT_APPLICABLE, SET_ASIDE, true",
    "PASSED, EXCLUDED, SET_ASIDE, true",
    "PASSED, KNOWN_GAP, SET_ASIDE, true",
    "FAILED, KNOWN_GAP, SET_ASIDE, false",
    "FAILED, PASSED, MENDED, false",
    "WARNING, PASSED, MENDED, false",
    "KNOWN_GAP, PASSED, MENDED, false",
    "ERROR, PASSED, ANSWERED, false",
    "NOT_TESTED, PASSED, ANSWERED, false",
    "FAILED, WARNING, OTHERWISE, false",
    "NOT_TESTED, NOT_APPLICABLE, OTHERWISE, false",
  })
  void aChangeOfVerdictIs(String before, String after, Change change, boolean regression) {
    Comparison compared = pair.both(ID, verdict(before), verdict(after)).compared();
    assertThat(compared.differences()).extracting(Difference::change).containsExactly(change);
    assertThat(compared.regression()).isEqualTo(regression);
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void theSameVerdictIsNoDifference(Verdict verdict) {
    Comparison compared = pair.both(ID, verdict, verdict).compared();
    assertThat(compared.differences()).isEmpty();
    assertThat(compared.standings()).isEmpty();
    assertThat(compared.caveats()).isEmpty();
    assertThat(compared.regression()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"PASSED, NEW, false", "ERROR, NEW, false", "FAILED, NEW_FAILURE, true"})
  void aNewScenarioIs(Verdict after, Change change, boolean regression) {
    Comparison compared = pair.both(ID, null, after).compared();
    assertThat(compared.differences()).extracting(Difference::change).containsExactly(change);
    assertThat(compared.regression()).isEqualTo(regression);
  }

  @ParameterizedTest
  @CsvSource({"PASSED, true", "FAILED, false", "NOT_TESTED, false"})
  void aScenarioThatPassedAndIsNoLongerThereIsARegression(Verdict before, boolean regression) {
    Comparison compared = pair.both(ID, before, null).compared();
    assertThat(compared.differences())
        .extracting(Difference::change)
        .containsExactly(Change.DISAPPEARED);
    assertThat(compared.regression()).isEqualTo(regression);
  }

  @Test
  void whatAnotherCatalogueGaveUpIsNoRegression() {
    pair.newer.catalogue = "sha256:00";
    assertThat(pair.both(ID, Verdict.PASSED, null).compared().regression()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "CONFORMANT, PARTIAL, true",
    "CONFORMANT, NON_CONFORMANT, true",
    "PARTIAL, NON_CONFORMANT, true",
    "NON_CONFORMANT, PARTIAL, false",
    "PARTIAL, CONFORMANT, false",
  })
  void aWorseVerdictIsARegression(Overall before, Overall after, boolean regression) {
    pair.older.verdict = before;
    pair.newer.verdict = after;
    Comparison compared = pair.both(ID, Verdict.PASSED, Verdict.PASSED).compared();
    assertThat(compared.standings())
        .extracting(Standing::whose)
        .containsExactly("acme", "acme webhook");
    assertThat(compared.regression()).isEqualTo(regression);
  }

  @Test
  void aProfileThatIsNoLongerJudgedIsARegression() {
    pair.newer.profile = false;
    Comparison compared = pair.both(ID, Verdict.PASSED, Verdict.PASSED).compared();
    assertThat(compared.regression()).isTrue();
    assertThat(compared.standings())
        .extracting(Standing::verdicts)
        .containsExactly("conformant → not in the newer report");
  }

  @Test
  void scenariosOfASubjectThatOnlyOneReportHasAreNotToldOneByOne() {
    pair.newer.subject = "other";
    Comparison compared = pair.both(ID, Verdict.PASSED, Verdict.PASSED).compared();
    assertThat(compared.differences()).isEmpty();
    assertThat(compared.standings()).extracting(Standing::whose).containsExactly("acme", "other");
    assertThat(compared.sharesSubject()).isFalse();
  }

  @Test
  void saysOnTopWhatMakesTheTwoLessAlike() {
    pair.newer.suite = "0.4.0";
    pair.newer.catalogue = "sha256:00";
    pair.newer.topology = "containers";
    pair.newer.version = "3";
    pair.newer.unfinished = true;
    pair.older.leftOut.add("1 slow scenario");
    assertThat(pair.compared().caveats())
        .containsExactly(
            "the suite versions differ: 0.3.0 → 0.4.0",
            "the catalogues differ: sha256:4f1c9a2e77d0 → sha256:00; scenarios that are new or"
                + " have disappeared may be the catalogue's doing",
            "the topologies differ: remote → containers",
            "the versions of acme differ: 2.3.1 → 3",
            "new/report.json is of a run that was ended before all scenarios had run",
            "only old/report.json left out: 1 slow scenario");
  }

  @ParameterizedTest
  @CsvSource({
    "500, 1499, 0", // thrice as long, but by less than a second
    "2000, 3900, 0", // by more than a second, but less than twice as long
    "500, 1500, 1",
    "2000, 4000, 1",
    "3, 900, 0",
  })
  void isMuchSlowerByBothMeasures(long before, long after, int told) {
    pair.older.with(ID, Verdict.PASSED, before);
    pair.newer.with(ID, Verdict.PASSED, after);
    assertThat(pair.compared().slower()).hasSize(told);
    assertThat(pair.compared().regression()).isFalse();
  }

  @Test
  void aSlowerMachineMakesNoScenarioSlower() {
    for (int i = 0; i < 30; i++) {
      pair.older.with(ID + "#" + i, Verdict.PASSED, 1000);
      pair.newer.with(ID + "#" + i, Verdict.PASSED, i == 7 ? 9000 : 3000);
    }
    assertThat(pair.compared().factor()).isEqualTo(3);
    assertThat(pair.compared().slower()).extracting(Slower::id).containsExactly(ID + "#7");
  }

  @Test
  void aScenarioThatRanAgainOrEndedOtherwiseIsNotSlower() {
    pair.older.with(ID, Verdict.PASSED, 10).with(ID + "#b", Verdict.PASSED, 10);
    pair.newer.with(ID, Verdict.PASSED, 9000, 1).with(ID + "#b", Verdict.ERROR, 9000);
    assertThat(pair.compared().slower()).isEmpty();
  }
}
