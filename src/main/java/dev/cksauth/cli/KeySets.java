package dev.cksauth.cli;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.Base64URL;
import dev.cksauth.input.FileText;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.ProberOptions;
import dev.cksauth.probe.Redactor;
import dev.cksauth.probe.Target;
import dev.cksauth.report.CertificateRefusedException;
import dev.cksauth.subject.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published set of keys (RFC 7517), of which certificates name theirs by its thumbprint (RFC
 * 7638).
 */
final class KeySets {
  private final String place;
  private final JWKSet keys;

  private KeySets(String place, JWKSet keys) {
    this.place = place;
    this.keys = keys;
  }

  /**
   * Reads or fetches a set.
   *
   * @param place an address, or a file
   */
  static KeySets read(String place) throws CommandFailure {
    String text =
        place.contains("://") ? fetched(place, address(place)) : text(place, Path.of(place));
    try {
      return new KeySets(place, JWKSet.parse(text));
    } catch (ParseException malformed) {
      throw new CommandFailure(ExitCode.WRONG_INPUT, place + " is no JSON Web Key Set");
    }
  }

  private static String text(String place, Path file) throws CommandFailure {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT, "%s: %s".formatted(place, FileText.reason(unreadable)));
    }
  }

  private static URI address(String place) throws CommandFailure {
    try {
      URI address = URI.create(place);
      boolean secure = "https".equalsIgnoreCase(address.getScheme());
      boolean own = "http".equalsIgnoreCase(address.getScheme()) && isLoopback(address.getHost());
      if (address.getHost() != null && (secure || own)) {
        return address;
      }
    } catch (IllegalArgumentException malformed) {
      throw new CommandFailure(ExitCode.WRONG_INPUT, "--jwks: malformed address " + place);
    }
    // Whoever can change the answer on its way could have signed the certificate.
    throw new CommandFailure(
        ExitCode.WRONG_INPUT, "--jwks takes an https address or a file; this is " + place);
  }

  private static boolean isLoopback(@Nullable String host) {
    return host != null
        && (host.equals("localhost")
            || host.equals(InetAddress.getLoopbackAddress().getHostAddress()));
  }

  /** Fetched once, as a probe sends: no redirect is followed. */
  private static String fetched(String place, URI address) throws CommandFailure {
    Target target = new Target("key set", address, Optional.empty(), client());
    try (Prober prober = new Prober(new Redactor(), ProberOptions.defaults())) {
      Outcome outcome =
          prober
              .send(
                  target,
                  ProbeRequest.get(target.pathAndQuery()).withHeader("Accept", "application/json"))
              .outcome();
      return switch (outcome) {
        case Outcome.Answered answered when answered.status() == 200 ->
            new String(answered.body(), StandardCharsets.UTF_8);
        case Outcome.Answered answered ->
            throw new CommandFailure(
                ExitCode.COULD_NOT_WORK, "%s answers HTTP %d".formatted(place, answered.status()));
        case Outcome.Failed failed ->
            throw new CommandFailure(
                ExitCode.COULD_NOT_WORK, "%s: %s".formatted(place, failed.words()));
      };
    }
  }

  /** Nobody in particular, who trusts whom the system does. */
  private static Client client() {
    return new Client(
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * The key that a certificate says it is signed with.
   *
   * @throws CertificateRefusedException when the set has none of that name
   */
  ECKey keyOf(String certificate) throws CertificateRefusedException {
    String named = name(certificate);
    for (JWK key : keys.getKeys()) {
      if (key instanceof ECKey one && one.getCurve().equals(Curve.P_256) && isNamed(one, named)) {
        return one.toPublicJWK();
      }
    }
    throw new CertificateRefusedException(
        "no key in %s is the one that signed it".formatted(place));
  }

  private static String name(String certificate) throws CertificateRefusedException {
    try {
      JWSHeader header = JWSHeader.parse(new Base64URL(certificate.split("\\.", 2)[0]));
      return String.valueOf(header.getKeyID());
    } catch (ParseException malformed) {
      throw new CertificateRefusedException("its header is malformed");
    }
  }

  /** By the key itself: what the set calls it is not looked at. */
  private static boolean isNamed(ECKey key, String name) {
    try {
      return key.computeThumbprint().toString().equals(name);
    } catch (JOSEException unfit) {
      return false;
    }
  }
}
