package dev.cksauth.credential;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away certificate authority, EC P-256. Its key stays in memory, unless it is written for a
 * part of the same run that is to issue certificates, too.
 */
public final class CertificateAuthority {

  /** How long before now a certificate starts: clocks of containers and peers differ a little. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  /** Longer than anyone keeps a reference system running. */
  private static final Duration VALIDITY = Duration.ofDays(90);

  /** RFC 5280, 4.1.2.2: at most 20 octets, positive. */
  private static final int SERIAL_BITS = 159;

  private final X509Certificate certificate;
  private final KeyPair keys;
  private final SecureRandom random;

  private CertificateAuthority(X509Certificate certificate, KeyPair keys, SecureRandom random) {
    this.certificate = certificate;
    this.keys = keys;
    this.random = random;
  }

  /** Creates an authority with a new key. */
  public static CertificateAuthority create(String commonName) {
    SecureRandom random = new SecureRandom();
    KeyPair keys = newKeys(random);
    X500Name name = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    Instant now = Instant.now();
    var template =
        new Template(
            name,
            now.minus(BACKDATED),
            now.plus(VALIDITY),
            List.of(
                new Entry(Extension.basicConstraints, true, new BasicConstraints(true)),
                new Entry(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))));
    return new CertificateAuthority(sign(template, keys, name, keys, random), keys, random);
  }

  /** An authority whose key somebody else made: see {@link #writeTo}. */
  public static CertificateAuthority of(X509Certificate certificate, PrivateKey key) {
    return new CertificateAuthority(
        certificate, new KeyPair(certificate.getPublicKey(), key), new SecureRandom());
  }

  /**
   * Writes {@code name.crt} and {@code name.key}, the latter for its owner only and in the form of
   * SEC 1, as {@code openssl ecparam -genkey} does: every reader of such keys knows it.
   *
   * @throws IOException when they cannot be written
   */
  public void writeTo(Path directory, String name) throws IOException {
    PrivateFile.write(directory.resolve(name + ".key"), Pem.elliptic(keys.getPrivate()));
    PrivateFile.write(directory.resolve(name + ".crt"), certificatePem());
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** The authority's own certificate in PEM: what a client trusts. */
  public String certificatePem() {
    return Pem.of(certificate);
  }

  /**
   * Issues a serving certificate, valid from an hour ago for 90 days.
   *
   * @param dnsNames its names; the first is also the common name
   * @param addresses its IP addresses
   */
  public IssuedCertificate issueServer(List<String> dnsNames, List<InetAddress> addresses) {
    List<GeneralName> names = new ArrayList<>();
    dnsNames.forEach(name -> names.add(new GeneralName(GeneralName.dNSName, name)));
    addresses.forEach(
        address -> names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress())));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a serving certificate needs a name or an address");
    }
    String commonName =
        dnsNames.isEmpty() ? addresses.getFirst().getHostAddress() : dnsNames.getFirst();
    X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, commonName).build();
    Instant now = Instant.now();
    List<Entry> extensions = leafExtensions(KeyPurposeId.id_kp_serverAuth);
    extensions.add(
        new Entry(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new))));
    return issue(new Template(subject, now.minus(BACKDATED), now.plus(VALIDITY), extensions));
  }

  /**
   * Issues a client certificate as Kubernetes reads it: the common name is the user, each
   * organization a group.
   *
   * @param notBefore the start of its validity, to the second
   * @param notAfter the end of its validity, to the second; may be past
   */
  public IssuedCertificate issueClient(
      String user, List<String> groups, Instant notBefore, Instant notAfter) {
    X500NameBuilder subject = new X500NameBuilder();
    groups.forEach(group -> subject.addRDN(BCStyle.O, group));
    subject.addRDN(BCStyle.CN, user);
    return issue(
        new Template(
            subject.build(), notBefore, notAfter, leafExtensions(KeyPurposeId.id_kp_clientAuth)));
  }

  private static List<Entry> leafExtensions(KeyPurposeId purpose) {
    return new ArrayList<>(
        List.of(
            new Entry(Extension.basicConstraints, true, new BasicConstraints(false)),
            new Entry(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature)),
            new Entry(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose))));
  }

  private IssuedCertificate issue(Template template) {
    KeyPair subjectKeys = newKeys(random);
    X500Name issuer = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
    X509Certificate issued = sign(template, subjectKeys, issuer, keys, random);
    return new IssuedCertificate(issued, subjectKeys.getPrivate());
  }

  private static X509Certificate sign(
      Template template,
      KeyPair subject,
      X500Name issuer,
      KeyPair issuerKeys,
      SecureRandom random) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              new BigInteger(SERIAL_BITS, random).setBit(0),
              Date.from(template.notBefore()),
              Date.from(template.notAfter()),
              template.subject(),
              subject.getPublic());
      for (Entry entry : template.extensions()) {
        builder.addExtension(entry.id(), entry.critical(), entry.value());
      }
      var identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          identifiers.createSubjectKeyIdentifier(subject.getPublic()));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuerKeys.getPublic()));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate());
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException("every JDK signs with EC P-256 and SHA-256", e);
    }
  }

  private static KeyPair newKeys(SecureRandom random) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has EC P-256", e);
    }
  }

  private record Template(
      X500Name subject, Instant notBefore, Instant notAfter, List<Entry> extensions) {}

  private record Entry(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {}
}
