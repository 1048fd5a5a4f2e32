package dev.cksauth.reference.topology;

import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The file of the static sample webhook, written anew by rename at each change. */
final class SampleTokenFile implements SampleTokens {
  private final Path file;
  private final Map<String, String> lines = new LinkedHashMap<>();
  private long changed;

  SampleTokenFile(Path file) throws IOException {
    this.file = file;
    write();
  }

  Path path() {
    return file;
  }

  @Override
  public synchronized Optional<String> logIn(String name, String way) throws IOException {
    User user = Objects.requireNonNull(USERS.get(name));
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    lines.put(
        token,
        "%s,%s,%s,\"%s\""
            .formatted(
                token, user.username(), user.uid().orElse(""), String.join(",", user.groups())));
    write();
    return Optional.of(token);
  }

  @Override
  public synchronized boolean revoke(String token) throws IOException {
    boolean known = lines.remove(token) != null;
    write();
    return known;
  }

  @Override
  public Map<String, String> others() throws IOException {
    String revoked = issue("alice");
    revoke(revoked);
    return Map.of("revoked", revoked);
  }

  private void write() throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    dev.cksauth.credential.PrivateFile.write(
        next, lines.values().stream().collect(Collectors.joining("\n", "", "\n")));
    // Files that are written within one tick of the clock would look alike to who watches them.
    changed = Math.max(changed + 1, System.currentTimeMillis());
    Files.setLastModifiedTime(next, FileTime.fromMillis(changed));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
