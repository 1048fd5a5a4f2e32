package dev.cksauth.reference.idp;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/**
 * An OpenID Connect issuer on 127.0.0.1 without users or logins: it publishes its keys, and signs
 * whatever it is told to.
 */
public final class EmbeddedIssuer implements AutoCloseable {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String KEYS = "/keys";

  private final HttpsServer server;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final ECKey key;

  private EmbeddedIssuer(HttpsServer server, ECKey key) {
    this.server = server;
    this.key = key;
  }

  /**
   * Starts an issuer on a free port.
   *
   * @param tls with a certificate for {@code localhost}
   * @throws IOException when no port can be had
   */
  public static EmbeddedIssuer start(SSLContext tls) throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    EmbeddedIssuer issuer = new EmbeddedIssuer(server, newKey());
    server.createContext("/", issuer::answer);
    server.setExecutor(issuer.executor);
    server.start();
    return issuer;
  }

  private static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(UUID.randomUUID().toString()).generate();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Its name, as tokens have it in {@code iss}. */
  public URI issuer() {
    return URI.create("https://localhost:" + server.getAddress().getPort());
  }

  /** Where its keys are. */
  public URI keys() {
    return issuer().resolve(KEYS);
  }

  /** A token with these claims. */
  public String sign(JWTClaimsSet claims) {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      token.sign(new ECDSASigner(key));
      return token.serialize();
    } catch (JOSEException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String json =
          switch (path) {
            case DISCOVERY -> discovery();
            case KEYS -> new JWKSet(key.toPublicJWK()).toString();
            default -> "";
          };
      byte[] body = json.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(json.isEmpty() ? 404 : 200, json.isEmpty() ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String discovery() {
    return """
    {"issuer":"%s","jwks_uri":"%s","response_types_supported":["id_token"],
     "subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256"]}
    """
        .formatted(issuer(), keys());
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
