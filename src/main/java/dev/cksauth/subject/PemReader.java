package dev.cksauth.subject;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads certificates and keys that a file names or holds. */
final class PemReader {
  private PemReader() {}

  /** A PEM text and the place that it came from. */
  record Part(Value place, String origin, String text) {}

  /** The file that a value names. */
  static Optional<Part> file(Value value) {
    return Texts.read(value)
        .map(text -> new Part(value, value.source().shown(value.text().orElse("")), text));
  }

  /** Base64 in the file itself, as a kubeconfig has it. */
  static Optional<Part> data(Value value) {
    try {
      byte[] bytes = Base64.getDecoder().decode(value.text().orElse("").replaceAll("\\s", ""));
      String text = new String(bytes, StandardCharsets.UTF_8);
      return Optional.of(new Part(value, value.source().document().name(), text));
    } catch (IllegalArgumentException malformed) {
      value.problem("is not base64");
      return Optional.empty();
    }
  }

  static Optional<Authorities> authorities(Part part) {
    return pem(part)
        .filter(pem -> hasCertificate(part, pem))
        .map(pem -> new Authorities(part.origin(), pem.certificates()));
  }

  static Optional<ClientCertificate> client(Optional<Part> certificate, Optional<Part> key) {
    key.ifPresent(PemReader::hide);
    Optional<Pem> chain =
        certificate.flatMap(part -> pem(part).filter(pem -> hasCertificate(part, pem)));
    Optional<PrivateKey> secret = key.flatMap(PemReader::privateKey);
    if (chain.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    List<X509Certificate> certificates = chain.get().certificates();
    if (!Pem.pair(secret.get(), certificates.getFirst().getPublicKey())) {
      key.ifPresent(part -> part.place().problem("is not the key of the certificate"));
      return Optional.empty();
    }
    String origin = certificate.map(Part::origin).orElse("");
    return Optional.of(new ClientCertificate(origin, certificates, secret.get()));
  }

  /** Keys to sign tokens with: PEM, or private JSON Web Keys. */
  static Optional<Signer> signer(Value value) {
    Value file = value.at("file");
    return file(file)
        .filter(part -> part.text().stripLeading().startsWith("{") ? jwks(part) : rsaOrEc(part))
        .map(part -> {
          hide(part);
          return new Signer(file.path(file.text().orElse("")), new SecretValue(part.text()));
        });
  }

  private static boolean rsaOrEc(Part part) {
    return privateKey(part).isPresent();
  }

  private static boolean jwks(Part part) {
    try {
      boolean several = part.text().contains("\"keys\"");
      List<JWK> keys =
          several ? JWKSet.parse(part.text()).getKeys() : List.of(JWK.parse(part.text()));
      if (keys.stream().anyMatch(JWK::isPrivate)) {
        return true;
      }
      part.place().problem("has no private key: " + part.origin());
    } catch (ParseException malformed) {
      part.place().problem("is no JSON Web Key: " + part.origin());
    }
    return false;
  }

  private static Optional<PrivateKey> privateKey(Part part) {
    Optional<Pem> pem = pem(part);
    if (pem.isPresent() && pem.get().key().isEmpty()) {
      part.place()
          .problem(
              pem.get().encryptedKey()
                  ? "is encrypted: give the key without a password: " + part.origin()
                  : "has no private key in PEM: " + part.origin());
    }
    return pem.flatMap(Pem::key);
  }

  private static boolean hasCertificate(Part part, Pem pem) {
    if (pem.certificates().isEmpty()) {
      part.place().problem("has no certificate in PEM: " + part.origin());
    }
    return !pem.certificates().isEmpty();
  }

  private static Optional<Pem> pem(Part part) {
    try {
      return Optional.of(Pem.parse(part.text()));
    } catch (IOException | GeneralSecurityException | RuntimeException malformed) {
      // The parser throws unchecked exceptions too where the base64 inside is broken.
      part.place().problem("is not valid PEM: " + part.origin());
      return Optional.empty();
    }
  }

  /** Both forms in which a key is met in files: PEM, and a kubeconfig's base64 of it. */
  private static void hide(Part part) {
    byte[] bytes = part.text().getBytes(StandardCharsets.UTF_8);
    List<SecretValue> secrets = part.place().source().found().secrets();
    secrets.add(new SecretValue(part.text().strip()));
    secrets.add(new SecretValue(Base64.getEncoder().encodeToString(bytes)));
  }
}
