package dev.cksauth.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The claims of a good token under the signature of a stranger, who says how to verify it. */
final class StrangersToken {
  /** A file that is empty on every Unix. */
  private static final String EMPTY_FILE = "../../../../../../../../../../dev/null";

  /** What many examples sign with. */
  private static final String EXAMPLE = "secret";

  private static final Duration HOUR = Duration.ofHours(1);

  private final JsonMapper json = new JsonMapper();

  /**
   * A token of this mutation.
   *
   * @param payload in base64url, as it stands in the good token
   */
  String of(Mutation mutation, String payload) {
    try {
      return switch (mutation) {
        case OWN_KEY_IN_HEADER -> withOwnKey(payload);
        case OWN_CERTIFICATE_IN_HEADER -> withOwnCertificate(payload);
        case EMPTY_SECRET -> withSecret(header("HS256"), "", payload);
        case GUESSABLE_SECRET -> withSecret(header("HS256"), EXAMPLE, payload);
        case KEY_ID_PATH -> withSecret(header("HS256").put("kid", EMPTY_FILE), "", payload);
        case KEY_ID_QUERY ->
            withSecret(
                header("HS256").put("kid", "x' UNION SELECT '" + EXAMPLE + "' -- "),
                EXAMPLE,
                payload);
        default -> throw new IllegalArgumentException(mutation.word() + " brings no key along");
      };
    } catch (JOSEException | CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Signed by a stranger whose keys are at an address. */
  String withKeysAt(URI keys, String payload) {
    ObjectNode header = header("ES256").put("kid", "stranger");
    header.put("jku", keys.toString()).put("x5u", keys.toString());
    try {
      return signed(header, ownKey().toPrivateKey(), payload);
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static ECKey ownKey() throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID("stranger").generate();
  }

  private String withOwnKey(String payload) throws JOSEException {
    ECKey key = ownKey();
    ObjectNode header = header("ES256");
    header.set("jwk", json.readTree(key.toPublicJWK().toJSONString()));
    return signed(header, key.toPrivateKey(), payload);
  }

  private String withOwnCertificate(String payload) throws CertificateEncodingException {
    Instant now = Instant.now();
    IssuedCertificate own =
        CertificateAuthority.create("stranger")
            .issueClient("stranger", List.of(), now.minus(HOUR), now.plus(HOUR));
    ObjectNode header = header("ES256");
    header.putArray("x5c").add(Base64.getEncoder().encodeToString(own.certificate().getEncoded()));
    return signed(header, own.privateKey(), payload);
  }

  private String withSecret(ObjectNode header, String secret, String payload) {
    String signed = encode(json.writeValueAsBytes(header)) + "." + payload;
    // Keys are padded with zeros (RFC 2104 section 2): one zero is as good as nothing at all.
    byte[] key = secret.isEmpty() ? new byte[1] : secret.getBytes(StandardCharsets.US_ASCII);
    return signed
        + "."
        + encode(Signatures.authenticate("HS256", key, signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private String signed(ObjectNode header, PrivateKey key, String payload) {
    String signed = encode(json.writeValueAsBytes(header)) + "." + payload;
    return signed
        + "."
        + encode(Signatures.sign("ES256", key, signed.getBytes(StandardCharsets.US_ASCII)));
  }

  private ObjectNode header(String algorithm) {
    return json.createObjectNode().put("alg", algorithm).put("typ", "JWT");
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
