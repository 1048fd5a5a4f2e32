package dev.cksauth.report;

import dev.cksauth.result.Evidence;
import dev.cksauth.result.ExchangeRecord;
import dev.cksauth.result.Level;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.Rounds;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Stability;
import dev.cksauth.result.StepResult;
import dev.cksauth.result.StepVerdict;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Hand-made runs for the golden files. */
final class Samples {
  private static final Instant START = Instant.parse("2026-11-20T09:30:00.250Z");
  private static final String DEAD =
      "the connection to 127.0.0.1:8443 was refused; nothing listens there";

  private Samples() {}

  /** One webhook, with every verdict. */
  static RunResult everyVerdict() {
    List<ScenarioResult> results = new ArrayList<>();
    IntStream.range(0, 9).forEach(i -> results.add(passed("acme", "webhook/request/passes-" + i)));
    results.add(deniesWith401());
    results.add(
        unmet("acme", "webhook/answer/states-json", Level.SHOULD, "HTTP 200, text/plain", 1));
    results.add(
        unmet("acme", "webhook/answer/closes-idle#http1", Level.MAY, "closed after 4 s", 0));
    results.add(error("acme", "webhook/timing/answers-in-time", "no answer came within 30 s"));
    IntStream.range(0, 6)
        .forEach(i -> results.add(error("acme", "webhook/transport/reconnects#case-" + i, DEAD)));
    results.add(closedGap());
    results.add(knownGap("webhook/answer/keeps-uid", "the directory has no stable ids (ACME-17)"));
    String absent = "the webhook does not support v1beta1 (declared)";
    results.add(notRun("acme", "webhook/request/takes-v1beta1", Verdict.NOT_APPLICABLE, absent));
    results.add(notRun("acme", "webhook/answer/answers-v1beta1", Verdict.NOT_APPLICABLE, absent));
    results.add(
        notRun(
            "acme",
            "webhook/rejection/denies-expired",
            Verdict.NOT_TESTED,
            "no credential of kind expired is given: see `cks-auth init webhook`"));
    results.add(
        notRun(
            "acme",
            "webhook/robustness/survives-large-body",
            Verdict.EXCLUDED,
            "takes the staging proxy down (https://tracker.example/ACME-21)"));
    return run(
        Overall.NON_CONFORMANT,
        List.of(subject("acme", "Acme token webhook", "webhook", Overall.NON_CONFORMANT, results)),
        results,
        List.of("4 slow scenarios, which wait longer than 20 s: add `--slow`."));
  }

  /** Three webhooks: one conformant, one partial, one with a dead endpoint. */
  static RunResult severalSubjects() {
    List<ScenarioResult> results = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> results.add(passed("jwt", "webhook/answer/passes-" + i)));
    results.add(passed("chain", "webhook/answer/passes-0"));
    results.add(
        notRun("chain", "webhook/answer/passes-1", Verdict.EXCLUDED, "flaky here (CHAIN-3)"));
    IntStream.range(0, 60)
        .forEach(i -> results.add(error("ldap", "webhook/answer/passes-" + i, DEAD)));
    return run(
        Overall.PARTIAL,
        List.of(
            subject("jwt", "JWT webhook", "webhook", Overall.CONFORMANT, of(results, "jwt")),
            subject("chain", "Chain", "webhook", Overall.PARTIAL, of(results, "chain")),
            unmetSubject(of(results, "ldap"))),
        results,
        List.of());
  }

  /** Nothing to complain of. */
  static RunResult conformant() {
    List<ScenarioResult> results = List.of(passed("jwt", "webhook/answer/passes"));
    return run(
        Overall.CONFORMANT,
        List.of(subject("jwt", "JWT webhook", "webhook", Overall.CONFORMANT, results)),
        results,
        List.of());
  }

  /** Three rounds of which the last was interrupted, and a scenario on which they disagree. */
  static RunResult repeated() {
    Stability steady = new Stability(3, Verdict.PASSED, 0, List.of());
    Stability flaky =
        new Stability(
            3, Verdict.PASSED, 0.3333, List.of(new Stability.Span(2, 2, Verdict.FAILED, "401")));
    List<ScenarioResult> results =
        List.of(passed("acme", "webhook/answer/x").with(steady), deniesWith401().with(flaky));
    SubjectResult subject =
        subject("acme", "Acme token webhook", "webhook", Overall.NON_CONFORMANT, results);
    List<Rounds.Round> rounds =
        List.of(
            new Rounds.Round(1, START, START, Overall.CONFORMANT, false),
            new Rounds.Round(2, START, START, Overall.NON_CONFORMANT, false),
            new Rounds.Round(3, START, START, Overall.PARTIAL, true));
    return new RunResult(
        "0.3.0",
        "sha256:4f1c",
        "remote",
        START,
        START.plus(Duration.ofMillis(3_120)),
        Overall.NON_CONFORMANT,
        true,
        List.of("Rounds 4 to 5: the run was ended before."),
        List.of(subject),
        results,
        null,
        new Rounds(5, false, rounds));
  }

  /** Ended before anything ran. */
  static RunResult nothingRan() {
    return new RunResult(
        "0.3.0",
        "sha256:4f1c",
        "remote",
        START,
        START,
        Overall.PARTIAL,
        true,
        List.of(),
        List.of(),
        List.of());
  }

  /** The same run with other results. */
  static RunResult with(RunResult run, List<ScenarioResult> results) {
    return run(run.verdict(), run.subjects(), results, run.leftOut());
  }

  /** One failed scenario whose texts all are the given one. */
  static RunResult saying(String text) {
    StepResult step = new StepResult(text, false, StepVerdict.FAILED, text, text, null);
    ScenarioResult result =
        new ScenarioResult(
            "jwt",
            "webhook/answer/x",
            text,
            Level.MUST,
            "TR-1",
            text,
            List.of("webhook"),
            Verdict.FAILED,
            null,
            text,
            text,
            text,
            1,
            0,
            List.of(step));
    List<ScenarioResult> results = List.of(result);
    return run(
        Overall.NON_CONFORMANT,
        List.of(subject("jwt", text, "webhook", Overall.NON_CONFORMANT, results)),
        results,
        List.of(text));
  }

  static ScenarioResult passed(String subject, String id) {
    return result(subject, id, Level.MUST, Verdict.PASSED, null, "HTTP 200, accepted", List.of());
  }

  private static ScenarioResult deniesWith401() {
    StepResult control =
        new StepResult(
            "a token that it accepts",
            true,
            StepVerdict.PASSED,
            "accepted as alice",
            "accepted as alice",
            null);
    StepResult step =
        new StepResult(
            "a token that nobody issued",
            false,
            StepVerdict.FAILED,
            "HTTP 200 to 206, TokenReview, authenticated false",
            "HTTP 401, TokenReview, authenticated false",
            exchange());
    return new ScenarioResult(
        "acme",
        "webhook/rejection/denies-with-200",
        "A denial is an answer, not an outage",
        Level.MUST,
        "TR-REJECT-01",
        "A token that the webhook does not accept is answered 200 with status.authenticated false.",
        List.of("webhook"),
        Verdict.FAILED,
        Evidence.STATUS,
        "the webhook answered 401",
        "The API server treats every 401 as an outage of your webhook: it logs an error, retries"
            + " nothing, caches nothing, and asks you again for each request that carries the"
            + " token.",
        "Answer 200; keep authenticated false in the body.",
        12,
        1,
        List.of(control, step));
  }

  private static ExchangeRecord exchange() {
    Map<String, List<String>> sent = new LinkedHashMap<>();
    sent.put("Content-Type", List.of("application/json"));
    sent.put("Accept", List.of("application/json", "*/*"));
    return new ExchangeRecord(
        new ExchangeRecord.Request(
            "POST",
            "https://127.0.0.1:8443/authenticate?timeout=30s",
            sent,
            "{\"kind\":\"TokenReview\",\"spec\":{\"token\":\"[token hmac:9f2c]\"}}"),
        new ExchangeRecord.Response(
            401,
            "h2",
            Map.of("content-type", List.of("application/json")),
            "{\n  \"status\": {\"authenticated\": false}\n}"),
        3,
        null);
  }

  private static ScenarioResult closedGap() {
    return result(
        "acme",
        "webhook/identity/states-groups",
        Level.SHOULD,
        Verdict.FAILED,
        null,
        "listed as a known gap and yet met: remove the entry (ACME-12)",
        List.of());
  }

  private static ScenarioResult knownGap(String id, String reason) {
    StepResult step =
        new StepResult("reviews twice", false, StepVerdict.FAILED, "one uid", "two uids", null);
    return result("acme", id, Level.MUST, Verdict.KNOWN_GAP, null, reason, List.of(step));
  }

  private static ScenarioResult unmet(
      String subject, String id, Level level, String actual, int reruns) {
    StepResult step =
        new StepResult("a review", false, StepVerdict.FAILED, "as required", actual, null);
    StepResult other =
        new StepResult("a second review", false, StepVerdict.FAILED, "as before", actual, null);
    List<StepResult> steps = reruns == 0 ? List.of(step) : List.of(step, other);
    return result(subject, id, level, level.whenUnmet(), null, actual, steps);
  }

  private static ScenarioResult error(String subject, String id, String reason) {
    ExchangeRecord.Request request =
        new ExchangeRecord.Request("POST", "https://127.0.0.1:8443/authenticate", Map.of(), null);
    StepResult step =
        new StepResult(
            "a token that it accepts",
            true,
            StepVerdict.ERROR,
            "accepted",
            reason,
            new ExchangeRecord(request, null, 30_000, reason));
    return result(subject, id, Level.MUST, Verdict.ERROR, null, reason, List.of(step));
  }

  private static ScenarioResult notRun(String subject, String id, Verdict verdict, String reason) {
    return result(subject, id, Level.MUST, verdict, null, reason, List.of());
  }

  private static ScenarioResult result(
      String subject,
      String id,
      Level level,
      Verdict verdict,
      @Nullable Evidence evidence,
      String reason,
      List<StepResult> steps) {
    return new ScenarioResult(
        subject,
        id,
        "The webhook does as " + id + " says",
        level,
        "TR-SAMPLE-01",
        "The webhook behaves as the API server's decoder expects of it.",
        List.of("webhook"),
        verdict,
        evidence,
        reason,
        "Users whom the webhook knows cannot log in.",
        "Do as the reference webhook does.",
        7,
        0,
        steps);
  }

  private static SubjectResult subject(
      String id, String name, String profile, Overall verdict, List<ScenarioResult> results) {
    return new SubjectResult(
        id,
        "Webhook",
        name,
        "2.3.1",
        "Acme",
        Map.of("token-review-v1beta1", "absent (declared)", "http2", "present (probed)"),
        verdict,
        List.of(profile(profile, verdict, "met", results)),
        id.equals("acme") ? List.of("http2 is declared absent, and was found") : List.of());
  }

  private static SubjectResult unmetSubject(List<ScenarioResult> results) {
    String requires = "unmet: one credential of kind valid that is accepted";
    return new SubjectResult(
        "ldap",
        "Webhook",
        "Directory",
        null,
        null,
        Map.of(),
        Overall.PARTIAL,
        List.of(profile("webhook", Overall.PARTIAL, requires, results)),
        List.of());
  }

  private static ProfileResult profile(
      String name, Overall verdict, String requires, List<ScenarioResult> results) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Verdict each : Verdict.values()) {
      counts.put(each, 0);
    }
    results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
    long musts =
        results.stream()
            .filter(result -> result.level() == Level.MUST && result.verdict().ran())
            .count();
    return new ProfileResult(name, verdict, requires, counts, (int) musts);
  }

  private static RunResult run(
      Overall verdict,
      List<SubjectResult> subjects,
      List<ScenarioResult> results,
      List<String> leftOut) {
    return new RunResult(
        "0.3.0",
        "sha256:4f1c9a2e77d0",
        "remote",
        START,
        START.plus(Duration.ofMillis(3_120)),
        verdict,
        false,
        leftOut,
        subjects,
        results);
  }

  private static List<ScenarioResult> of(List<ScenarioResult> results, String subject) {
    return results.stream().filter(result -> result.subject().equals(subject)).toList();
  }
}
