package dev.cksauth.report;

import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is certified of one subject: what was found, by which suite, and what was left out. Who
 * signs it says so; that it is true only a run of one's own shows.
 *
 * @param apiVersion the version of this form
 * @param suite the harness's version
 * @param catalogue its digest, {@code sha256:…}
 * @param published whether the catalogue is the published one, with no scenario added
 * @param verdict on the subject
 * @param leftOut what was not run, and how to have it run
 * @param notTested ids of scenarios that wanted something that was not given
 * @param evidence how many rejections are proven how well
 * @param slow whether scenarios that wait over 20 s ran
 * @param report digest of {@code report.json}, {@code sha256:…}
 * @param challenge what a relying party wanted to see in it; absent where nobody did
 */
public record Certificate(
    String apiVersion,
    Subject subject,
    String suite,
    String catalogue,
    boolean published,
    String topology,
    String verdict,
    List<Profile> profiles,
    List<String> leftOut,
    List<String> notTested,
    Map<String, Integer> evidence,
    Map<String, String> capabilities,
    boolean slow,
    String report,
    Instant issuedAt,
    Instant expiresAt,
    @Nullable String challenge) {

  /** The version of the form. */
  public static final String API_VERSION = "cks-auth.dev/certificate/v2";

  /** How long one is good where nobody says otherwise. */
  public static final Duration VALIDITY = Duration.ofDays(90);

  /** Copies the collections; maps are sorted, so that equal certificates have equal texts. */
  public Certificate {
    profiles = List.copyOf(profiles);
    leftOut = List.copyOf(leftOut);
    notTested = List.copyOf(notTested);
    evidence = new TreeMap<>(evidence);
    capabilities = new TreeMap<>(capabilities);
  }

  /**
   * Whom it is about.
   *
   * @param tlsKeys by endpoint: {@code sha256:…} of the SubjectPublicKeyInfo of the server's keys
   * @param clusterUid the UID of the namespace kube-system; absent where it could not be read
   */
  public record Subject(
      String id,
      String kind,
      String name,
      @Nullable String version,
      @Nullable String vendor,
      Map<String, List<String>> tlsKeys,
      @Nullable String clusterUid) {
    public Subject {
      tlsKeys = new TreeMap<>(tlsKeys);
    }
  }

  /** A profile's verdict, and how many scenarios got which. */
  public record Profile(String name, String verdict, String requires, Map<String, Integer> counts) {
    public Profile {
      counts = new TreeMap<>(counts);
    }
  }

  /**
   * What beside the result goes into a certificate.
   *
   * @param report the text of {@code report.json}
   */
  public record Terms(
      String report,
      boolean published,
      boolean slow,
      Instant issuedAt,
      Duration validity,
      @Nullable String challenge) {}

  /** The certificate of a subject of a run. */
  public static Certificate of(RunResult run, SubjectResult subject, Terms terms) {
    List<ScenarioResult> results =
        run.results().stream().filter(result -> result.subject().equals(subject.id())).toList();
    Map<String, Integer> evidence = new TreeMap<>();
    for (ScenarioResult result : results) {
      if (result.evidence() != null) {
        evidence.merge(result.evidence().word(), 1, Integer::sum);
      }
    }
    Instant issued = terms.issuedAt().truncatedTo(ChronoUnit.SECONDS);
    return new Certificate(
        API_VERSION,
        new Subject(
            subject.id(),
            subject.kind(),
            subject.name(),
            subject.version(),
            subject.vendor(),
            subject.identity().tlsKeys(),
            subject.identity().clusterUid()),
        run.suiteVersion(),
        run.catalogue(),
        terms.published(),
        run.topology(),
        verdict(run, subject),
        subject.profiles().stream().map(Certificate::profile).toList(),
        run.leftOut(),
        results.stream()
            .filter(result -> result.verdict() == Verdict.NOT_TESTED)
            .map(ScenarioResult::id)
            .toList(),
        evidence,
        subject.capabilities(),
        terms.slow(),
        digest(terms.report()),
        issued,
        issued.plus(terms.validity()),
        terms.challenge());
  }

  /** A run that was ended before its end, or a part of one, certifies nobody as conformant. */
  private static String verdict(RunResult run, SubjectResult subject) {
    boolean whole = !run.unfinished() && run.shard() == null;
    return !whole && subject.verdict() == Overall.CONFORMANT
        ? Overall.PARTIAL.word()
        : subject.verdict().word();
  }

  private static Profile profile(ProfileResult profile) {
    Map<String, Integer> counts = new TreeMap<>();
    profile.counts().forEach((verdict, count) -> counts.put(verdict.word(), count));
    return new Profile(profile.name(), profile.verdict().word(), profile.requires(), counts);
  }

  /** The digest by which a certificate names a report. */
  public static String digest(String report) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(report.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
