package dev.cksauth.cli;

import com.nimbusds.jose.jwk.ECKey;
import dev.cksauth.report.Certificate;
import dev.cksauth.report.JsonReport;
import dev.cksauth.report.SignedCertificate;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.SubjectResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether, and how, a run's result is certified. */
final class SignOptions {
  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description = "Writes a certificate of each subject, signed with PREFIX.jwk of `keygen`.")
  private @Nullable Path key;

  @Option(
      names = "--challenge",
      paramLabel = "TEXT",
      description = "What a relying party wants to see in the certificate.")
  private @Nullable String challenge;

  /** The key, read before anything is sent. */
  Optional<ECKey> key() throws CommandFailure {
    return key == null ? Optional.empty() : Optional.of(SigningKeys.toSign(key));
  }

  /**
   * The certificates, to be written beside the report.
   *
   * @param published whether the catalogue is the published one
   * @return by the names of their files
   */
  Map<String, String> certificates(RunResult run, ECKey with, boolean published, boolean slow) {
    Certificate.Terms terms =
        new Certificate.Terms(
            new JsonReport().render(run),
            published,
            slow,
            Instant.now(),
            Certificate.VALIDITY,
            challenge);
    Map<String, String> certificates = new LinkedHashMap<>();
    for (SubjectResult subject : run.subjects()) {
      certificates.put(
          "certificate-" + subject.id() + ".jws",
          new SignedCertificate().sign(Certificate.of(run, subject, terms), with) + "\n");
    }
    return certificates;
  }
}
