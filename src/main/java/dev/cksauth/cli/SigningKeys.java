package dev.cksauth.cli;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import dev.cksauth.input.FileText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/** Keys of certificates, as JSON Web Keys in files. */
final class SigningKeys {
  private SigningKeys() {}

  /** A private key to sign with. */
  static ECKey toSign(Path file) throws CommandFailure {
    ECKey key = read(file);
    if (!key.isPrivate()) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT, file + " is a public key: give the private one, PREFIX.jwk");
    }
    return key;
  }

  /** A key to verify with. */
  static ECKey toVerify(Path file) throws CommandFailure {
    return read(file).toPublicJWK();
  }

  private static ECKey read(Path file) throws CommandFailure {
    try {
      if (JWK.parse(Files.readString(file)) instanceof ECKey key
          && key.getCurve().equals(Curve.P_256)) {
        return key;
      }
      throw new CommandFailure(
          ExitCode.WRONG_INPUT, file + " is no key on P-256: make one with `cks-auth keygen`");
    } catch (ParseException malformed) {
      throw new CommandFailure(ExitCode.WRONG_INPUT, file + " is no JSON Web Key");
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT, "%s: %s".formatted(file, FileText.reason(unreadable)));
    }
  }
}
