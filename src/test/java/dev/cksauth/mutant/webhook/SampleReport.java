package dev.cksauth.mutant.webhook;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.cksauth.reference.topology.OpenSamples.Sample;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.report.Certificate;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.report.SignedCertificate;
import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.SubjectResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * {@code reports/sample}: a run of two webhooks, an honest one and one that denies with 401,
 * against a few scenarios, so that it stays small.
 */
final class SampleReport {
  static final Path DIRECTORY = Path.of("reports", "sample");
  static final String JSON = "report.json";
  static final String KEY = "sample.pub.jwk";

  private static final String FAULT = "denies-with-401";
  private static final List<String> SCENARIOS =
      List.of(
          "webhook/answer/accepts-*",
          "webhook/identity/names-*",
          "webhook/rejection/denies-*",
          "webhook/timing/answers-in-time#*");
  private static final String LEFT_OUT =
      "All other scenarios of the profile `webhook`: this is a sample, and is to be small.";

  private SampleReport() {}

  /**
   * Runs it anew, and writes all its files.
   *
   * @param temporary for the files of the webhooks
   */
  static void run(Path temporary) throws Exception {
    MutantRun runs = new MutantRun(temporary);
    Instant started = now();
    RunResult honest = runs.report(honest(), SCENARIOS);
    WebhookMutant faulty =
        MutantRun.mutants().filter(one -> one.name().equals(FAULT)).findFirst().orElseThrow();
    RunResult failing = runs.report(faulty, SCENARIOS);
    RunResult run =
        new RunResult(
            version(),
            honest.catalogue(),
            "remote",
            started,
            now(),
            Overall.NON_CONFORMANT,
            false,
            List.of(LEFT_OUT),
            Stream.concat(honest.subjects().stream(), failing.subjects().stream()).toList(),
            Stream.concat(honest.results().stream(), failing.results().stream()).toList());
    new ReportFiles().write(DIRECTORY, run);
    certify(run);
  }

  private static WebhookMutant honest() {
    return new WebhookMutant(
        "honest-jwt",
        Sample.JWT,
        "webhook/*",
        Fault.NONE,
        UnaryOperator.identity(),
        SocketFront.Kind.NONE);
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in =
        SampleReport.class.getResourceAsStream("/dev/cksauth/cli/version.properties")) {
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  /** Nobody keeps the private key: the samples certify nothing to anybody. */
  private static void certify(RunResult run) throws IOException, JOSEException {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("sample").generate();
    Certificate.Terms terms =
        new Certificate.Terms(
            new JsonReport().render(run), true, false, now(), Certificate.VALIDITY, null);
    Map<String, String> files = new LinkedHashMap<>();
    for (SubjectResult subject : run.subjects()) {
      files.put(
          certificate(subject),
          new SignedCertificate().sign(Certificate.of(run, subject, terms), key) + "\n");
    }
    files.put(KEY, key.toPublicJWK().toJSONString() + "\n");
    new ReportFiles().write(DIRECTORY, files);
  }

  static String certificate(SubjectResult subject) {
    return "certificate-" + subject.id() + ".jws";
  }
}
