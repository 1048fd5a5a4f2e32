package dev.cksauth.subject;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates and keys for tests, so that no key has to be kept in the repository. */
final class Pki {
  private Pki() {}

  /** Writes ca.pem, client.pem, client.key, and other.key, which belongs to nothing. */
  static void write(Path directory)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair client = pair("EC");
    write(directory.resolve("ca.pem"), certificate(pair("RSA"), "SHA256withRSA"));
    write(directory.resolve("client.pem"), certificate(client, "SHA256withECDSA"));
    write(directory.resolve("client.key"), new JcaPKCS8Generator(client.getPrivate(), null));
    write(directory.resolve("other.key"), new JcaPKCS8Generator(pair("EC").getPrivate(), null));
  }

  private static KeyPair pair(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(algorithm.equals("EC") ? 256 : 2048);
    return generator.generateKeyPair();
  }

  private static X509CertificateHolder certificate(KeyPair pair, String algorithm)
      throws OperatorCreationException {
    X500Principal name = new X500Principal("CN=test");
    Instant now = Instant.now();
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            name,
            pair.getPublic())
        .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()));
  }

  private static void write(Path file, Object content) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    }
    Files.writeString(file, text.toString());
  }
}
