package dev.cksauth.report;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A certificate under a signature: a JSON Web Signature in compact form (RFC 7515), by ES256 and
 * nothing else.
 */
public final class SignedCertificate {
  private static final JOSEObjectType TYPE = new JOSEObjectType("cks-auth-certificate+jws");
  private static final int HALF = 32;

  /** Half of the order of P-256: of two signatures that verify, the one with the smaller s. */
  private static final BigInteger LARGEST_S =
      Curve.P_256.toECParameterSpec().getOrder().shiftRight(1);

  private final CertificateText texts = new CertificateText();

  /**
   * Signs a certificate.
   *
   * @param key private, on P-256
   * @throws IllegalArgumentException when the key cannot sign
   */
  public String sign(Certificate certificate, ECKey key) {
    try {
      JWSHeader header = header(key);
      JWSObject signed = new JWSObject(header, new Payload(texts.write(certificate)));
      signed.sign(new ECDSASigner(key));
      String[] parts = signed.serialize().split("\\.", -1);
      return parts[0] + "." + parts[1] + "." + low(signed.getSignature());
    } catch (JOSEException unfit) {
      throw new IllegalArgumentException("the key cannot sign by ES256", unfit);
    }
  }

  private static JWSHeader header(ECKey key) throws JOSEException {
    return new JWSHeader.Builder(JWSAlgorithm.ES256)
        .type(TYPE)
        .keyID(key.computeThumbprint().toString())
        .build();
  }

  /** The other signature of the same would verify too (SEC 1 section 4.1.3): only one is used. */
  private static Base64URL low(Base64URL signature) {
    byte[] bytes = signature.decode();
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(bytes, HALF, 2 * HALF));
    if (s.compareTo(LARGEST_S) <= 0) {
      return signature;
    }
    BigInteger order = Curve.P_256.toECParameterSpec().getOrder();
    byte[] other = order.subtract(s).toByteArray();
    byte[] low = Arrays.copyOf(bytes, 2 * HALF);
    Arrays.fill(low, HALF, 2 * HALF, (byte) 0);
    int from = Math.max(0, other.length - HALF);
    System.arraycopy(other, from, low, 2 * HALF - (other.length - from), other.length - from);
    return Base64URL.encode(low);
  }

  /**
   * What a relying party wants of a certificate.
   *
   * @param report the text of the {@code report.json} that comes with it; empty: not looked at
   * @param challenge what the certificate must have been made for; empty: not looked at
   */
  public record Demands(Instant now, Optional<String> report, Optional<String> challenge) {}

  /**
   * Reads a certificate, if it is what it should be.
   *
   * @param key public, on P-256
   * @throws CertificateRefusedException with the reason
   */
  public Certificate verify(String text, ECKey key, Demands demands)
      throws CertificateRefusedException {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new CertificateRefusedException("it is no JSON Web Signature in compact form");
    }
    for (String part : parts) {
      // Bits that nobody reads, and padding, would let one certificate have several texts.
      if (!Base64URL.encode(new Base64URL(part).decode()).toString().equals(part)) {
        throw new CertificateRefusedException("its base64url is not in the one form");
      }
    }
    requireSigned(parts, key);
    Certificate certificate = texts.read(new Base64URL(parts[1]).decodeToString());
    require(certificate, demands);
    return certificate;
  }

  private static void requireSigned(String[] parts, ECKey key) throws CertificateRefusedException {
    try {
      JWSHeader wanted = header(key);
      if (!wanted.toBase64URL().toString().equals(parts[0])) {
        JWSHeader found = JWSHeader.parse(new Base64URL(parts[0]));
        throw new CertificateRefusedException(
            found.getAlgorithm().equals(JWSAlgorithm.ES256)
                ? "it is signed by another key, or its header says more than it may"
                : "it is signed by `%s`, and only ES256 is taken".formatted(found.getAlgorithm()));
      }
      Base64URL signature = new Base64URL(parts[2]);
      byte[] bytes = signature.decode();
      boolean low =
          bytes.length == 2 * HALF
              && new BigInteger(1, Arrays.copyOfRange(bytes, HALF, 2 * HALF)).compareTo(LARGEST_S)
                  <= 0;
      byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII);
      if (!low || !new ECDSAVerifier(key.toPublicJWK()).verify(wanted, signed, signature)) {
        throw new CertificateRefusedException(
            "its signature is not by this key, or something was changed since");
      }
    } catch (ParseException malformed) {
      throw new CertificateRefusedException("its header is malformed");
    } catch (JOSEException unfit) {
      throw new CertificateRefusedException("the key cannot verify ES256");
    }
  }

  private static void require(Certificate certificate, Demands demands)
      throws CertificateRefusedException {
    if (certificate.expiresAt().isBefore(demands.now())) {
      throw new CertificateRefusedException("it expired at " + certificate.expiresAt());
    }
    if (certificate.issuedAt().isAfter(demands.now().plusSeconds(300))) {
      throw new CertificateRefusedException("it is of the future: " + certificate.issuedAt());
    }
    if (demands.report().isPresent()
        && !Certificate.digest(demands.report().get()).equals(certificate.report())) {
      throw new CertificateRefusedException("the report is not the one that was certified");
    }
    if (demands.challenge().isPresent()
        && !demands.challenge().get().equals(certificate.challenge())) {
      throw new CertificateRefusedException("it was not made for this challenge");
    }
  }
}
