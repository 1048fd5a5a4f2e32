package dev.cksauth.reference.idp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a shell script in Maven's place; the real one is in {@link KeycloakPreparedTest}. */
final class KeycloakResolverTest {

  @TempDir Path temporary;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeSurroundings() throws IOException {
    Files.createDirectory(temporary.resolve("bin"));
    environment.put("CKS_AUTH_CACHE", temporary.resolve("cache").toString());
    environment.put("PATH", temporary.resolve("bin").toString());
  }

  private void maven(String script) throws IOException {
    Path file = Files.writeString(temporary.resolve("bin/mvn"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private KeycloakResolver resolver() {
    return new KeycloakResolver(Optional.empty(), environment);
  }

  private PreparedKeycloak resolve() throws Exception {
    return resolver().resolve(KeycloakProgress.silent());
  }

  /** What is in the cache beside its lock. */
  private List<String> kept() throws IOException {
    try (Stream<Path> files = Files.list(temporary.resolve("cache/keycloak"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("lock"))
          .toList();
    }
  }

  @Test
  void listsTheWaysOutWithoutMaven() throws Exception {
    assertThat(resolver().canFetch()).isFalse();
    assertThatThrownBy(this::resolve)
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContainingAll(
            "No Keycloak: there is no Maven",
            "install Maven",
            "CKS_AUTH_KEYCLOAK",
            "--idp embedded");
    assertThat(kept()).isEmpty();
  }

  @Test
  void saysWhatMavenSaid() throws Exception {
    maven("echo '[ERROR] no such host'; exit 1");
    assertThatThrownBy(this::resolve)
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContainingAll("Maven could not fetch it", "[ERROR] no such host");
    assertThat(kept()).isEmpty();
  }

  @Test
  void takesNoArchiveFromMavenThatIsNotTheOnePublished() throws Exception {
    maven("printf 'Progress (1): 9.1/176 MB\\r(1): 9.9/176 MB\\r'; echo half >keycloak.tar.gz");
    List<String> told = new ArrayList<>();
    assertThatThrownBy(() -> resolver().resolve((what, elapsed) -> told.add(what)))
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContainingAll(
            "has the SHA-256 741cda0b", KeycloakResolver.SHA_256, "local repository");
    assertThat(told).containsOnlyOnce("Maven fetches Keycloak 26.7.3, 9 of 176 MB");
    assertThat(kept()).isEmpty();
  }

  @Test
  void saysThatANamedArchiveIsDamaged() throws Exception {
    Path archive = Files.writeString(temporary.resolve("keycloak.tar.gz"), "half");
    environment.put(KeycloakResolver.EXPLICIT, archive.toString());
    assertThatThrownBy(this::resolve)
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContaining("the archive " + archive + " is damaged, or no tar.gz")
        .hasMessageContaining("tar ended with");
    assertThat(kept()).isEmpty();
  }

  @Test
  void saysThatANamedArchiveHoldsSomethingElse() throws Exception {
    Path other = Files.createDirectories(temporary.resolve("other/lib"));
    Path archive = temporary.resolve("other.tar.gz");
    new ProcessBuilder("tar", "-czf", archive.toString(), "-C", temporary.toString(), "other")
        .start()
        .waitFor();
    assertThat(other).exists();
    environment.put(KeycloakResolver.EXPLICIT, archive.toString());
    assertThatThrownBy(this::resolve)
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContaining("has no lib/quarkus-run.jar in it");
  }

  @Test
  void saysWhatKeycloaksOwnCommandSaid() throws Exception {
    Path lib = Files.createDirectories(temporary.resolve("broken/lib"));
    Files.writeString(lib.resolve("quarkus-run.jar"), "no jar");
    Path broken = temporary.resolve("broken");
    var resolver = new KeycloakResolver(Optional.of(broken), environment);
    assertThatThrownBy(() -> resolver.resolve(KeycloakProgress.silent()))
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContainingAll("it cannot be prepared", "Keycloak's command build ended with");
    assertThat(kept()).isEmpty();
  }

  @Test
  void namesTheVariableOfAMissingFile() {
    environment.put(KeycloakResolver.EXPLICIT, "/nowhere");
    assertThatThrownBy(() -> resolver().find())
        .isInstanceOf(KeycloakUnavailable.class)
        .hasMessageContaining("CKS_AUTH_KEYCLOAK names /nowhere, which does not exist");
  }

  @Test
  void removesWhatAnInterruptedPreparationLeft() throws Exception {
    Path left = temporary.resolve("cache/keycloak/unfinished-1/home/lib");
    Files.createDirectories(left);
    Files.writeString(left.resolve("a.jar"), "half");
    assertThat(resolver().find()).isEmpty();
    maven("exit 1");
    assertThatThrownBy(this::resolve).isInstanceOf(KeycloakUnavailable.class);
    assertThat(kept()).isEmpty();
  }
}
