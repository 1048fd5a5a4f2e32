package dev.cksauth.reference.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Logins that last, each with a token that says nothing by itself. Kept in memory: a new process
 * knows none, and its users log in again.
 *
 * <p>Only digests of tokens are kept, and looked up (contract B-16).
 */
final class Sessions {
  private static final int BYTES = 32;

  private final String prefix;
  private final Duration lifetime;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Map<ByteBuffer, Session> open = new ConcurrentHashMap<>();

  /**
   * A login.
   *
   * @param id whose
   * @param until when it is over
   */
  record Session(String id, Instant until) {}

  /**
   * No sessions yet.
   *
   * @param prefix of each token: it tells a person, a scanner for leaked secrets and a chain of
   *     webhooks what kind of a token this is
   */
  Sessions(String prefix, Duration lifetime, InstantSource clock) {
    this.prefix = prefix;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  /** Opens one. */
  LoginAnswer.Token open(String id) {
    Instant now = clock.instant();
    open.values().removeIf(session -> !session.until().isAfter(now));
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Session session = new Session(id, now.plus(lifetime));
    open.put(digest(token), session);
    return new LoginAnswer.Token(token, session.until());
  }

  /** The one of a token, while it lasts. */
  Optional<Session> of(String token) {
    @Nullable Session session = open.get(digest(token));
    return Optional.ofNullable(session).filter(found -> found.until().isAfter(clock.instant()));
  }

  /** Ends the one of a token; false where there is none. */
  boolean end(String token) {
    return open.remove(digest(token)) != null;
  }

  /** Ends all of somebody's. */
  void endAll(String id) {
    open.values().removeIf(session -> session.id().equals(id));
  }

  private static ByteBuffer digest(String token) {
    try {
      return ByteBuffer.wrap(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
