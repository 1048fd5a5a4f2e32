package dev.cksauth.reference.webhook;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens that stand in a file. It is read again when it changes; one that cannot be read changes
 * nothing.
 *
 * <p>Tokens are looked up by their digests: how long that takes tells nothing of how near a guess
 * is (contract B-16).
 */
public final class StaticTokens implements TokenAuthenticator {
  private static final Logger LOG = LoggerFactory.getLogger(StaticTokens.class);

  private final Path file;
  private final boolean reservedAllowed;
  private Loaded loaded;

  /** The users of one state of the file. */
  private record Loaded(FileTime modified, long size, Map<ByteBuffer, User> users) {}

  /**
   * Reads a file.
   *
   * @param reservedAllowed whether users and groups may have names of Kubernetes' own
   * @throws IOException when it cannot be read, or has a line of another form
   */
  public StaticTokens(Path file, boolean reservedAllowed) throws IOException {
    this.file = file;
    this.reservedAllowed = reservedAllowed;
    this.loaded = load();
  }

  private Loaded load() throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    String text = Files.readString(file);
    Map<ByteBuffer, User> users = new HashMap<>();
    TokenFile.read(text).forEach((token, user) -> users.put(digest(token), user));
    return new Loaded(modified, Files.size(file), users);
  }

  @Override
  public Decision authenticate(String token, List<String> audiences) {
    User user = current().users().get(digest(token));
    if (token.isEmpty() || user == null) {
      return new Decision.NotAuthenticated("unknown");
    }
    if (!reservedAllowed && ReservedNames.anyOf(user)) {
      return new Decision.NotAuthenticated("reserved name");
    }
    // These tokens are for whoever asks: an empty list says so (contract A-70).
    return new Decision.Authenticated(user, List.of());
  }

  private synchronized Loaded current() {
    try {
      boolean same =
          Files.getLastModifiedTime(file).equals(loaded.modified())
              && Files.size(file) == loaded.size();
      if (!same) {
        loaded = load();
      }
    } catch (IOException unreadable) {
      LOG.warn("the token file cannot be read and stays as it was: {}", unreadable.getMessage());
    }
    return loaded;
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
