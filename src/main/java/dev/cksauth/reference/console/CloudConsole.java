package dev.cksauth.reference.console;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The console: users, and the opaque access tokens that they hold. Safe for use by several threads.
 *
 * <p>Tokens are kept as digests only; a token is seen once, by whoever had it issued. A revocation
 * holds for every {@link #authenticate} that begins after it.
 */
public final class CloudConsole implements ConsoleTokens {
  /** How every access token begins. */
  public static final String TOKEN_PREFIX = "CW-SECRET-";

  private static final int TOKEN_BYTES = 32;

  private final Map<String, ConsoleUser> users = new ConcurrentHashMap<>();
  private final List<IssuedToken> tokens = new CopyOnWriteArrayList<>();
  private final SecureRandom random = new SecureRandom();

  /**
   * Adds a user who holds no token yet.
   *
   * @throws IllegalArgumentException when there is a user of that name, or the name is unusable
   */
  public ConsoleUser addUser(String name, Role role) {
    ConsoleUser user = new ConsoleUser(name, role);
    if (users.putIfAbsent(name, user) != null) {
      throw new IllegalArgumentException("there is a console user of this name: " + name);
    }
    return user;
  }

  /** The user of that name. */
  public Optional<ConsoleUser> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  /**
   * Makes one more token for a user; those issued before stay good.
   *
   * @throws IllegalArgumentException when there is no such user
   */
  public String issue(String userName) {
    ConsoleUser user =
        user(userName)
            .orElseThrow(() -> new IllegalArgumentException("no such console user: " + userName));
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = TOKEN_PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    tokens.add(new IssuedToken(digest(token), user));
    return token;
  }

  /** Ends one token; answers whether it was good until now. */
  public boolean revoke(String token) {
    byte[] digest = digest(token);
    return tokens.removeIf(issued -> issued.is(digest));
  }

  @Override
  public Optional<ConsoleUser> authenticate(String token) {
    byte[] digest = digest(token);
    @Nullable ConsoleUser owner = null;
    // Every token is compared, found or not: the time taken tells nothing about which one matched.
    for (IssuedToken issued : tokens) {
      if (issued.is(digest)) {
        owner = issued.user();
      }
    }
    return Optional.ofNullable(owner);
  }

  /**
   * A kubeconfig as the console hands out: a static bearer token, and the managed endpoint.
   *
   * @param token a token of this console
   * @param managedEndpoint where the managed endpoint listens
   * @param authority the throw-away authority that signed the managed endpoint's certificate
   * @throws IllegalArgumentException when the token is not good
   */
  public String kubeconfig(String token, URI managedEndpoint, X509Certificate authority) {
    ConsoleUser user =
        authenticate(token)
            .orElseThrow(() -> new IllegalArgumentException("not a good token of this console"));
    return """
    # A kubeconfig that CKS's own console makes has no certificate-authority-data, because the
    # managed endpoint there presents a publicly trusted certificate. This one names the
    # throw-away authority of the local reference system.
    apiVersion: v1
    kind: Config
    clusters:
    - name: managed
      cluster:
        server: "%s"
        certificate-authority-data: %s
    users:
    - name: "%s"
      user:
        token: %s
    contexts:
    - name: managed
      context:
        cluster: managed
        user: "%s"
    current-context: managed
    """
        .formatted(
            managedEndpoint, pemInBase64(authority), yaml(user.name()), token, yaml(user.name()));
  }

  private static String yaml(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String pemInBase64(X509Certificate certificate) {
    try {
      String body =
          Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
      String pem = "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
      return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (CertificateEncodingException e) {
      throw new IllegalArgumentException("the authority's certificate has no encoding", e);
    }
  }

  private static byte[] digest(String token) {
    try {
      // A token has 256 random bits, so a plain digest cannot be searched backwards.
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static final class IssuedToken {
    private final byte[] digest;
    private final ConsoleUser user;

    IssuedToken(byte[] digest, ConsoleUser user) {
      this.digest = Arrays.copyOf(digest, digest.length);
      this.user = user;
    }

    boolean is(byte[] other) {
      return MessageDigest.isEqual(digest, other);
    }

    ConsoleUser user() {
      return user;
    }
  }
}
