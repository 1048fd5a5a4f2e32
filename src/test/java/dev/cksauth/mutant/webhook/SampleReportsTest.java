package dev.cksauth.mutant.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.ECKey;
import dev.cksauth.report.Certificate;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.ReportFiles;
import dev.cksauth.report.SignedCertificate;
import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.SubjectResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What lies in {@code reports/sample} is what the renderers make today of its {@code report.json}.
 * With the system property {@code cksauth.write-docs} they write it anew; with {@code
 * cksauth.write-sample} the run is made anew before.
 */
final class SampleReportsTest {
  private static final int LARGEST = 1_500_000;

  @TempDir private static Path temporary;

  private static RunResult run() throws IOException {
    return new JsonReport().read(SampleReport.DIRECTORY.resolve(SampleReport.JSON));
  }

  @BeforeAll
  static void writeWhereAsked() throws Exception {
    if (Boolean.getBoolean("cksauth.write-sample")) {
      SampleReport.run(temporary);
    } else if (Boolean.getBoolean("cksauth.write-docs")) {
      new ReportFiles().write(SampleReport.DIRECTORY, run());
    }
  }

  @Test
  void isWhatTheRenderersMakeToday(@TempDir Path today) throws IOException {
    new ReportFiles().write(today, run());
    Map<String, String> there = files(SampleReport.DIRECTORY);
    there.keySet().removeIf(name -> name.startsWith("certificate-") || name.endsWith(".jwk"));
    Map<String, String> now = files(today);
    String advice = "`mvn test -Pdocs` renders reports/sample anew, `mvn test -Psample` runs it";
    assertThat(there.keySet()).as(advice).isEqualTo(now.keySet());
    now.forEach(
        (name, text) -> assertThat(there.get(name)).as(name + ": " + advice).isEqualTo(text));
  }

  @Test
  void showsWhatPassesAndWhatFails() throws IOException {
    assertThat(run().subjects())
        .extracting(SubjectResult::verdict)
        .containsExactly(Overall.CONFORMANT, Overall.NON_CONFORMANT);
  }

  /** It expires like any other: what is asked is whether it was good on its day. */
  @Test
  void itsCertificatesVerify() throws Exception {
    ECKey key = ECKey.parse(Files.readString(SampleReport.DIRECTORY.resolve(SampleReport.KEY)));
    String report = Files.readString(SampleReport.DIRECTORY.resolve(SampleReport.JSON));
    assertThat(key.isPrivate()).isFalse();
    for (SubjectResult subject : run().subjects()) {
      String text =
          Files.readString(SampleReport.DIRECTORY.resolve(SampleReport.certificate(subject)))
              .strip();
      Instant issued =
          Instant.parse(
              String.valueOf(JWSObject.parse(text).getPayload().toJSONObject().get("issuedAt")));
      Certificate certificate =
          new SignedCertificate()
              .verify(
                  text,
                  key,
                  new SignedCertificate.Demands(issued, Optional.of(report), Optional.empty()));
      assertThat(certificate.verdict()).isEqualTo(subject.verdict().word());
    }
  }

  @Test
  void staysSmall() throws IOException {
    assertThat(files(SampleReport.DIRECTORY).values().stream().mapToInt(String::length).sum())
        .isLessThan(LARGEST);
  }

  private static Map<String, String> files(Path directory) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readString(file));
      }
    }
    return files;
  }
}
