package dev.cksauth.cli;

import com.nimbusds.jose.jwk.ECKey;
import dev.cksauth.input.FileText;
import dev.cksauth.report.Certificate;
import dev.cksauth.report.CertificateRefusedException;
import dev.cksauth.report.SignedCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a certificate. */
@Command(
    name = "verify",
    description = {
      "Checks that a certificate was signed by a key, and that nothing in it was changed since.",
      "That it is true only a run of your own shows.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:it verifies",
      "1:it does not",
      "2:wrong input",
      "4:the key set could not be fetched"
    })
final class VerifyCommand implements Callable<ExitCode> {
  @Parameters(paramLabel = "CERTIFICATE", description = "A file certificate-SUBJECT.jws.")
  private Path certificate = Path.of("");

  @ArgGroup(exclusive = true, multiplicity = "1")
  private TrustedKeys keys = new TrustedKeys();

  /** Whom the reader trusts: one key, or a set of them. */
  static final class TrustedKeys {
    @Option(
        names = "--key",
        paramLabel = "PUB",
        description = "The public key of whom you trust, PREFIX.pub.jwk.")
    private @Nullable Path key;

    @Option(
        names = "--jwks",
        paramLabel = "URL|FILE",
        description =
            "The key set (RFC 7517) of whom you trust: an https address or a file. The key is the"
                + " one that the certificate names.")
    private @Nullable String jwks;

    ECKey of(String certificate) throws CommandFailure, CertificateRefusedException {
      return key != null
          ? SigningKeys.toVerify(key)
          : KeySets.read(String.valueOf(jwks)).keyOf(certificate);
    }
  }

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "The report.json that came with it.")
  private @Nullable Path report;

  @Option(
      names = "--challenge",
      paramLabel = "TEXT",
      description = "What you had asked to be put into it.")
  private @Nullable String challenge;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure {
    String text = text(certificate).strip();
    Optional<String> beside = report == null ? Optional.empty() : Optional.of(text(report));
    SignedCertificate.Demands demands =
        new SignedCertificate.Demands(Instant.now(), beside, Optional.ofNullable(challenge));
    try {
      print(new SignedCertificate().verify(text, keys.of(text), demands));
      return ExitCode.DONE;
    } catch (CertificateRefusedException refused) {
      throw new CommandFailure(ExitCode.ANSWER_IS_NO, "does not verify: " + refused.getMessage());
    }
  }

  private static String text(Path file) throws CommandFailure {
    try {
      return Files.readString(file);
    } catch (MalformedInputException binary) {
      throw new CommandFailure(ExitCode.ANSWER_IS_NO, "does not verify: " + file + " is no text");
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT, "%s: %s".formatted(file, FileText.reason(unreadable)));
    }
  }

  private void print(Certificate verified) {
    PrintWriter out = spec.commandLine().getOut();
    Certificate.Subject subject = verified.subject();
    out.printf(
        "verifies: %s (%s%s) is %s%n",
        subject.name(),
        subject.kind(),
        subject.version() == null ? "" : " " + subject.version(),
        verified.verdict());
    verified
        .profiles()
        .forEach(profile -> out.printf("  %-14s %s%n", profile.name(), profile.verdict()));
    out.printf("  suite          %s, catalogue %s%n", verified.suite(), verified.catalogue());
    out.printf("  evidence       %s%n", verified.evidence());
    verified
        .subject()
        .tlsKeys()
        .forEach((endpoint, digests) ->
            out.printf("  key            %s %s%n", endpoint, String.join(", ", digests)));
    if (subject.clusterUid() != null) {
      out.println("  cluster        " + subject.clusterUid());
    }
    if (!verified.published()) {
      out.println("  scenarios were added to the catalogue: it is not the published one");
    }
    if (!verified.notTested().isEmpty()) {
      out.printf("  not tested     %d scenarios%n", verified.notTested().size());
    }
    verified.leftOut().forEach(sentence -> out.println("  left out       " + sentence));
    out.printf("  issued         %s, expires %s%n", verified.issuedAt(), verified.expiresAt());
    out.printf(
        "  report         %s%n",
        report == null ? verified.report() + " (not looked at: give --report)" : "is the one");
    out.flush();
  }
}
