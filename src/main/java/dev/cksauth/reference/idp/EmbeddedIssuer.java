package dev.cksauth.reference.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.reference.process.PortReservation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect issuer on 127.0.0.1 without users or logins: it publishes its keys, and signs
 * whatever it is told to. It can be given faults, and other keys, while it runs.
 */
public final class EmbeddedIssuer implements AutoCloseable {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/keys";
  private static final Duration SLOW = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int BROKEN = 500;
  private static final String LOGIN_PAGE = "<!DOCTYPE html><title>Log in</title><h1>Log in</h1>";

  private final Spec spec;
  private final PortReservation port;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private volatile JWKSet keys;
  private volatile Optional<IssuerFault> fault = Optional.empty();
  private @Nullable HttpsServer server;

  /**
   * What an issuer is to be.
   *
   * @param tls with a certificate for {@code localhost}
   * @param untrusted with one of an authority that nobody knows
   * @param cacheControl the header of the keys' answer; absent: none
   */
  public record Spec(
      SSLContext tls, SSLContext untrusted, IssuerKeys keys, Optional<String> cacheControl) {

    /** One key, and nothing said on how long it may be kept. */
    public static Spec of(SSLContext tls) {
      return new Spec(tls, tls, IssuerKeys.ONE, Optional.empty());
    }
  }

  private EmbeddedIssuer(Spec spec, PortReservation port) {
    this.spec = spec;
    this.port = port;
    this.keys = spec.keys().make();
  }

  /**
   * Starts an issuer on a free port.
   *
   * @throws IOException when no port can be had
   */
  public static EmbeddedIssuer start(Spec spec) throws IOException {
    EmbeddedIssuer issuer = new EmbeddedIssuer(spec, PortReservation.take());
    try {
      issuer.start();
      return issuer;
    } catch (IOException | RuntimeException failed) {
      issuer.close();
      throw failed;
    }
  }

  /**
   * Listens, if it does not.
   *
   * @throws IOException when its port cannot be had
   */
  public synchronized void start() throws IOException {
    if (server == null) {
      InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
      HttpsServer started = HttpsServer.create(new InetSocketAddress(loopback, port.port()), 0);
      boolean untrusted = fault.filter(IssuerFault.WRONG_CERTIFICATE::equals).isPresent();
      started.setHttpsConfigurator(
          new HttpsConfigurator(untrusted ? spec.untrusted() : spec.tls()));
      started.createContext("/", this::answer);
      started.setExecutor(executor);
      started.start();
      server = started;
    }
  }

  /** Listens no more, and ends its connections; its port and keys are kept. */
  public synchronized void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  /**
   * Has a fault from now on, in the place of any other.
   *
   * @throws IOException when its port cannot be had again
   */
  public synchronized void fault(IssuerFault has) throws IOException {
    stop(); // clients keep connections, and with them what they know of the certificate
    fault = Optional.of(has);
    start();
  }

  /**
   * Is as it should be again, and listens.
   *
   * @throws IOException when its port cannot be had again
   */
  public synchronized void heal() throws IOException {
    stop();
    fault = Optional.empty();
    start();
  }

  /** Has other keys, and none of the present ones any more. */
  public void rotateKeys() {
    keys = spec.keys().make();
  }

  /** Has other keys beside the present ones, behind them. */
  public void addKeys() {
    List<JWK> all = new ArrayList<>(keys.getKeys());
    all.addAll(spec.keys().make().getKeys());
    keys = new JWKSet(all);
  }

  /** Its private keys, as a JSON Web Key Set. */
  public String privateKeys() {
    return keys.toString(false);
  }

  /** Its name, as tokens have it in {@code iss}. */
  public URI issuer() {
    return URI.create("https://localhost:" + port.port());
  }

  /** Where its keys are. */
  public URI keys() {
    return issuer().resolve(KEYS);
  }

  /** A token with these claims, signed by ES256. */
  public String sign(JWTClaimsSet claims) {
    try {
      ECKey key = signing();
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private ECKey signing() {
    for (JWK key : keys.getKeys()) {
      if (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256)) {
        return ec;
      }
    }
    throw new IllegalStateException("every issuer has a key of P-256");
  }

  /** An answer: its status, its type and its body. */
  private record Answer(int status, String type, String body) {
    static Answer json(String body) {
      return new Answer(OK, "application/json", body);
    }

    static Answer page() {
      return new Answer(OK, "text/html", LOGIN_PAGE);
    }

    static Answer bare(int status) {
      return new Answer(status, "text/plain", "");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      Answer answer =
          switch (path) {
            case DISCOVERY -> discovery();
            case KEYS -> published();
            default -> Answer.bare(NOT_FOUND);
          };
      if (path.equals(KEYS)) {
        spec.cacheControl()
            .ifPresent(value -> exchange.getResponseHeaders().set("Cache-Control", value));
      }
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Answer discovery() {
    return switch (fault.orElse(IssuerFault.WRONG_CERTIFICATE)) {
      case DISCOVERY_HTML -> Answer.page();
      case DISCOVERY_ERROR -> Answer.bare(BROKEN);
      case DISCOVERY_SLASH -> Answer.json(document(issuer() + "/", keys()));
      case DISCOVERY_SLOW -> late(Answer.json(document(issuer().toString(), keys())));
      case KEYS_ERROR, KEYS_SLOW, WRONG_CERTIFICATE ->
          Answer.json(document(issuer().toString(), keys()));
    };
  }

  private Answer published() {
    Answer honest = Answer.json(keys.toString(true));
    return switch (fault.orElse(IssuerFault.WRONG_CERTIFICATE)) {
      case KEYS_ERROR -> Answer.bare(BROKEN);
      case KEYS_SLOW -> late(honest);
      case DISCOVERY_HTML, DISCOVERY_ERROR, DISCOVERY_SLASH, DISCOVERY_SLOW, WRONG_CERTIFICATE ->
          honest;
    };
  }

  /** The fault is that it is slow: nothing is awaited. */
  private static Answer late(Answer answer) {
    LockSupport.parkNanos(SLOW.toNanos());
    return answer;
  }

  private static String document(String issuer, URI keys) {
    return """
    {"issuer":"%s","jwks_uri":"%s","response_types_supported":["id_token"],
     "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"]}
    """
        .formatted(issuer, keys);
  }

  @Override
  public void close() throws IOException {
    stop();
    executor.shutdownNow();
    port.close();
  }
}
