package dev.cksauth.mutant.oidc;

import static dev.cksauth.mutant.oidc.OidcFault.FETCHES_KEYS_FOR_EVERY_TOKEN;
import static dev.cksauth.mutant.oidc.OidcFault.KEEPS_REMOVED_KEYS;
import static dev.cksauth.mutant.oidc.OidcFault.NEVER_FETCHES_KEYS_AGAIN;
import static dev.cksauth.mutant.oidc.OidcFault.REMEMBERS_FAILURES_TO_FETCH;
import static dev.cksauth.mutant.oidc.OidcFault.WAITS_A_SECOND_FOR_KEYS;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/** The published keys of issuers, as verifiers keep them, each its own. */
public final class KeySets implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;

  private final HttpClient client;
  private final Map<String, List<JWK>> known = new ConcurrentHashMap<>();
  private final Set<String> failed = ConcurrentHashMap.newKeySet();

  /** None yet; issuers are trusted as the context says. */
  public KeySets(SSLContext trust) {
    client = HttpClient.newBuilder().sslContext(trust).connectTimeout(PATIENCE).build();
  }

  /** The keys, fetched anew where none has this id; an empty id is had by all. */
  List<JWK> of(int port, Faulty faulty, String keyId) throws IOException {
    String whose = faulty.word() + port;
    List<JWK> present = known.getOrDefault(whose, List.of());
    boolean found =
        present.stream().anyMatch(key -> keyId.isEmpty() || keyId.equals(key.getKeyID()));
    boolean again = !found || faulty.has(FETCHES_KEYS_FOR_EVERY_TOKEN);
    if (!again || (!present.isEmpty() && faulty.has(NEVER_FETCHES_KEYS_AGAIN))) {
      return present;
    }
    if (faulty.has(REMEMBERS_FAILURES_TO_FETCH) && failed.contains(whose)) {
      throw new IOException("it failed before");
    }
    List<JWK> keys = new ArrayList<>(faulty.has(KEEPS_REMOVED_KEYS) ? present : List.of());
    try {
      Duration patience = faulty.has(WAITS_A_SECOND_FOR_KEYS) ? Duration.ofSeconds(1) : PATIENCE;
      keys.addAll(JWKSet.parse(get(port, "/keys", patience)).getKeys());
    } catch (IOException failure) {
      failed.add(whose);
      throw failure;
    } catch (ParseException malformed) {
      throw new IOException(malformed);
    }
    known.put(whose, keys);
    return keys;
  }

  /** Whether the issuer says of itself what it is to say. */
  boolean discovered(int port) {
    try {
      return get(port, "/.well-known/openid-configuration", PATIENCE)
          .contains("\"issuer\":\"https://localhost:" + port + "\"");
    } catch (IOException none) {
      return false;
    }
  }

  private String get(int port, String path, Duration patience) throws IOException {
    return get(URI.create("https://localhost:" + port + path), patience);
  }

  /** What stands at an address. */
  String get(URI address) throws IOException {
    return get(address, PATIENCE);
  }

  private String get(URI address, Duration patience) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(address).timeout(patience).build(),
              HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new IOException("HTTP " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
