package dev.cksauth.reference.idp.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.reference.process.ConditionNotMetException;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KeycloakServerTest {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Duration STEP = Duration.ofMillis(50);

  @TempDir Path temporary;
  private PreparedKeycloak prepared = new PreparedKeycloak(Path.of(""), "");

  @BeforeAll
  void resolve() throws Exception {
    prepared = KeycloakResolver.ofProcess(Optional.empty()).resolve(KeycloakProgress.silent());
  }

  @Test
  void keepsItsNameItsKeysAndItsUsersOverARestart() throws Exception {
    try (Running running = Running.start(prepared, temporary.resolve("r"))) {
      KeycloakServer server = running.server();
      server.awaitReady(LONG);
      try (KeycloakFlows flows = new KeycloakFlows(server.realm(), running.trust())) {
        String before = flows.password(KeycloakRealm.ALICE).requireIdToken();
        server.restart();
        server.awaitReady(LONG);
        String after = flows.password(KeycloakRealm.ALICE).requireIdToken();
        assertThat(SignedJWT.parse(after).getHeader().getKeyID())
            .isEqualTo(SignedJWT.parse(before).getHeader().getKeyID());
        assertThat(SignedJWT.parse(after).getJWTClaimsSet().getIssuer())
            .isEqualTo(SignedJWT.parse(before).getJWTClaimsSet().getIssuer());
      }
      assertThat(server.failure()).isEmpty();
    }
  }

  @Test
  void saysWhatItDiedOfAsSoonAsItHas() throws Exception {
    Path home = Files.createDirectories(temporary.resolve("broken/home"));
    for (String part : List.of("conf", "data", "lib")) {
      Files.createDirectory(home.resolve(part));
    }
    Files.writeString(temporary.resolve("broken/administrator"), "0123");
    var broken = new PreparedKeycloak(temporary.resolve("broken"), "of a test");
    try (Running running = Running.start(broken, temporary.resolve("b"))) {
      assertThatThrownBy(() -> running.server().awaitReady(LONG))
          .isInstanceOf(ConditionNotMetException.class)
          .hasMessageContainingAll(
              "Keycloak ended with 1:",
              "Could not find or load main class",
              "remove " + broken.directory());
      running.server().stop();
      assertThat(running.server().failure()).isEmpty();
    }
  }

  /** As {@code kill -9} does it: nothing of ours runs any more that could end Keycloak. */
  @Test
  void endsWhenItsOwnerIsKilled() throws Exception {
    Path base = temporary.resolve("k");
    Process owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KeycloakOwner.class.getName(),
                prepared.directory().toString(),
                base.toString())
            .start();
    ProcessHandle guard =
        ProcessHandle.of(Long.parseLong(owner.inputReader().readLine())).orElseThrow();
    Poll.until("Keycloak runs", LONG, STEP, Poll.that(() -> keycloaks(guard).size() == 1));
    ProcessHandle keycloak = keycloaks(guard).getFirst();
    owner.destroyForcibly();
    Poll.until(
        "Keycloak and its guard have ended",
        LONG,
        STEP,
        Poll.that(() -> !keycloak.isAlive() && !guard.isAlive()));
    assertThat(RunDirectory.reapAbandoned(base))
        .singleElement()
        .satisfies(reaped -> assertThat(reaped.directory()).doesNotExist());
    assertThat(prepared.home().resolve(KeycloakJava.JAR)).exists(); // only a link to it was removed
  }

  private static List<ProcessHandle> keycloaks(ProcessHandle guard) {
    return guard
        .children()
        .filter(child -> child.info().command().filter(name -> name.endsWith("java")).isPresent())
        .toList();
  }
}
