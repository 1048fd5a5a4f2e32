package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where in the cache a Keycloak of exactly this source, realm and options is kept. What has its
 * name is complete.
 *
 * @param directory its directory; need not be there yet
 * @param origin where the distribution comes from, in words
 */
record CacheEntry(Path directory, String origin) {

  private static final String REALM = "/reference/keycloak/realm.json";

  /** Goes up when a preparation makes something else of the same source. */
  private static final int FORMAT = 2;

  private static final int DIGEST_BYTES = 6;

  static CacheEntry of(KeycloakSource source, Path cache) throws IOException {
    String what =
        switch (source) {
          case KeycloakSource.Published() -> KeycloakResolver.SHA_256;
          case KeycloakSource.Archive(Path file) -> identity(file);
          case KeycloakSource.Unpacked(Path directory) ->
              directory + " " + identity(directory.resolve(KeycloakJava.JAR));
        };
    String label = source instanceof KeycloakSource.Published ? KeycloakResolver.VERSION : "given";
    String all = "%d %s %s %s".formatted(FORMAT, what, Preparation.BUILD_OPTIONS, realm());
    Path directory = cache.resolve("keycloak").resolve(label + "-" + digest(all));
    return new CacheEntry(directory, origin(source));
  }

  private static String origin(KeycloakSource source) {
    return switch (source) {
      case KeycloakSource.Published() -> "Keycloak " + KeycloakResolver.VERSION;
      case KeycloakSource.Archive(Path file) -> "of " + file;
      case KeycloakSource.Unpacked(Path directory) -> "of " + directory;
    };
  }

  /** Reading all of an archive at each start would take a second. */
  private static String identity(Path file) throws IOException {
    return "%s %d %s".formatted(file, Files.size(file), Files.getLastModifiedTime(file));
  }

  /** The realm that is imported. */
  static String realm() throws IOException {
    try (@Nullable InputStream realm = CacheEntry.class.getResourceAsStream(REALM)) {
      if (realm == null) {
        throw new IllegalStateException("a part of this program is missing: " + REALM);
      }
      return new String(realm.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String digest(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What is kept there, if it is. */
  Optional<PreparedKeycloak> prepared() {
    return Files.isDirectory(directory) ? Optional.of(found("in the cache")) : Optional.empty();
  }

  PreparedKeycloak found(String how) {
    return new PreparedKeycloak(directory, origin + ", " + how);
  }
}
