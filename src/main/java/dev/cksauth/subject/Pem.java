package dev.cksauth.subject;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * What a PEM text holds.
 *
 * @param encryptedKey whether there is a key that needs a password
 */
record Pem(List<X509Certificate> certificates, Optional<PrivateKey> key, boolean encryptedKey) {
  /** Reads a text; what stands between the PEM blocks is skipped, as OpenSSL does. */
  static Pem parse(String text) throws IOException, GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    Optional<PrivateKey> key = Optional.empty();
    boolean encrypted = false;
    PEMParser parser = new PEMParser(new StringReader(text));
    for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
      switch (part) {
        case X509CertificateHolder certificate ->
            certificates.add(new JcaX509CertificateConverter().getCertificate(certificate));
        case PEMKeyPair pair -> key = Optional.of(privateKey(pair.getPrivateKeyInfo()));
        case PrivateKeyInfo info -> key = Optional.of(privateKey(info));
        case PEMEncryptedKeyPair locked -> encrypted = true;
        case PKCS8EncryptedPrivateKeyInfo locked -> encrypted = true;
        default -> {}
      }
    }
    return new Pem(certificates, key, encrypted);
  }

  private static PrivateKey privateKey(PrivateKeyInfo info)
      throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier kind = info.getPrivateKeyAlgorithm().getAlgorithm();
    String algorithm;
    if (kind.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      algorithm = "RSA";
    } else if (kind.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      algorithm = "EC";
    } else {
      algorithm = kind.getId();
    }
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  /** Whether a private and a public key are a pair: one verifies what the other signs. */
  static boolean pair(PrivateKey key, PublicKey publicKey) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] probe = {1};
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(probe);
      byte[] signature = signer.sign();
      signer.initVerify(publicKey);
      signer.update(probe);
      return signer.verify(signature);
    } catch (GeneralSecurityException different) {
      return false;
    }
  }
}
