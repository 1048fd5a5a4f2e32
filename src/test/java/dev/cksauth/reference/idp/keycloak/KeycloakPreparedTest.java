package dev.cksauth.reference.idp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The real one, fetched and prepared unless the cache has it: run alone to warm the cache. */
@Tag("reference")
final class KeycloakPreparedTest {

  @Test
  void isPreparedOnceAndThenFoundInTheCache() throws Exception {
    KeycloakResolver resolver = KeycloakResolver.ofProcess(Optional.empty());
    PreparedKeycloak prepared =
        resolver.resolve(
            (what, elapsed) -> System.out.printf("%d s: %s%n", elapsed.toSeconds(), what));
    assertThat(resolver.find().map(PreparedKeycloak::directory)).contains(prepared.directory());
    assertThat(prepared.describe()).contains("Keycloak 26.7.3");
    assertThat(prepared.home().resolve("data/h2/keycloakdb.mv.db")).isRegularFile();
    assertThat(prepared.classes()).isRegularFile();
    assertThat(prepared.directory().resolve("scratch")).doesNotExist();
  }

  @Test
  void keepsTheAdministratorsSecretToItself() throws Exception {
    PreparedKeycloak prepared =
        KeycloakResolver.ofProcess(Optional.empty()).resolve(KeycloakProgress.silent());
    assertThat(prepared.administratorSecret()).matches("[0-9a-f]{32}");
    assertThat(mode(prepared.directory())).isEqualTo("rwx------");
    assertThat(mode(prepared.directory().resolve("administrator"))).isEqualTo("rw-------");
  }

  private static String mode(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
