package dev.cksauth.probe;

import java.net.Socket;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;

/** Checks the certificate of one server, once, and can say in words what was wrong with it. */
final class ServerCheck extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final Optional<X509TrustManager> trusted;
  private final boolean authoritiesGiven;
  private final String name;
  private final AtomicReference<Optional<String>> objection =
      new AtomicReference<>(Optional.empty());
  private final AtomicReference<Optional<PublicKey>> key = new AtomicReference<>(Optional.empty());

  /**
   * A check.
   *
   * @param trusted empty: any certificate will do
   * @param authoritiesGiven whether these are the subject's own, not the system's
   * @param name that the certificate must be for
   */
  ServerCheck(Optional<X509TrustManager> trusted, boolean authoritiesGiven, String name) {
    this.trusted = trusted;
    this.authoritiesGiven = authoritiesGiven;
    this.name = name;
  }

  /**
   * The key of the certificate that was shown last, once one was; whether the server has it too,
   * only the end of the handshake tells.
   */
  Optional<PublicKey> key() {
    return key.get();
  }

  /** What was wrong, if anything. */
  Optional<String> objection() {
    return objection.get();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    key.set(Optional.of(chain[0].getPublicKey()));
    if (trusted.isEmpty()) {
      return;
    }
    try {
      trusted.get().checkServerTrusted(chain, type);
    } catch (CertificateException untrusted) {
      objection.set(Optional.of(words(untrusted, chain[0])));
      throw untrusted;
    }
    Optional<String> misnamed = misnamed(chain[0]);
    if (misnamed.isPresent()) {
      objection.set(misnamed);
      throw new CertificateException(misnamed.get());
    }
  }

  private Optional<String> misnamed(X509Certificate certificate) {
    List<String> names = names(certificate);
    if (names.isEmpty()) {
      // Kubernetes' clients look at no common name.
      return Optional.of(
          "the server's certificate is for no name (it has no subject alternative"
              + " name), not "
              + name);
    }
    try {
      new DefaultHostnameVerifier().verify(name, certificate);
      return Optional.empty();
    } catch (SSLException other) {
      return Optional.of(
          "the server's certificate is for other names ("
              + String.join(", ", names)
              + "), not "
              + name);
    }
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> each : all == null ? List.<List<?>>of() : all) {
        boolean host = each.get(0).equals(DNS_NAME) || each.get(0).equals(IP_ADDRESS);
        if (host && each.get(1) instanceof String text) {
          names.add(text);
        }
      }
    } catch (CertificateParsingException malformed) {
      return List.of();
    }
    return names;
  }

  private String words(Throwable untrusted, X509Certificate certificate) {
    String subject = certificate.getSubjectX500Principal().getName();
    for (Throwable cause = untrusted; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "the server's certificate, or one that signed it, has expired (" + subject + ")";
      }
      if (cause instanceof CertificateNotYetValidException) {
        return "the server's certificate, or one that signed it, is not valid yet ("
            + subject
            + ")";
      }
      if (cause instanceof CertPathValidatorException path
          && path.getReason() == BasicReason.ALGORITHM_CONSTRAINED) {
        return "the server's certificate uses an algorithm that is no longer trusted ("
            + subject
            + ")";
      }
    }
    return authoritiesGiven
        ? "the server's certificate is not signed by the given CA (" + subject + ")"
        : "the server's certificate is not signed by a CA that this system trusts ("
            + subject
            + ")";
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("A prober has no clients");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
