package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.idp.keycloak.KeycloakFlows;
import dev.cksauth.reference.process.RunDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeycloakPartTest {

  @TempDir Path temporary;
  private final List<String> notes = new ArrayList<>();

  private final StartProgress progress =
      new StartProgress() {
        @Override
        public void note(String line) {
          notes.add(line);
        }

        @Override
        public void started(StartedPart part) {}

        @Override
        public void packages(int done, int total, Duration elapsed) {}
      };

  @Test
  @Tag("reference")
  void itsUsersLogInWithWhatItWroteDown() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("test");
    Files.writeString(temporary.resolve("ca.pem"), authority.certificatePem());
    try (RunDirectory run = RunDirectory.create(temporary.resolve("r"));
        KeycloakPart part =
            KeycloakPart.start(run, authority, TlsContexts.trusting(authority), progress)) {
      Path file = part.writeSecrets(temporary);
      part.awaitReady();
      assertThat(notes).last().asString().startsWith("Keycloak: ");
      assertThat(part.failure()).isEmpty();
      assertThat(part.logFile()).content().contains("Keycloak");
      assertThat(part.actions()).containsOnlyKeys("issue", "disable", "enable", "revoke");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      KeycloakLogins logins = KeycloakLogins.read(file);
      assertThat(logins.realm().issuer()).isEqualTo(part.issuer());
      assertThat(logins.realm().passwords()).containsOnlyKeys("alice", "bob", "erin", "frank");
      assertThat(logins.toString()).doesNotContain(logins.realm().passwords().values());
      try (KeycloakFlows flows = logins.flows()) {
        for (String user : logins.realm().passwords().keySet()) {
          assertThat(flows.password(user).idToken()).as(user).isPresent();
        }
      }
    }
  }

  @Test
  void aStageOfThePreparationIsNotedOnce() {
    KeycloakStages stages = new KeycloakStages(progress);
    for (String what :
        List.of(
            "Maven fetches it",
            "Maven fetches it, 1 of 176 MB",
            "Maven fetches it, 2 of 176 MB",
            "unpacking")) {
      stages.preparing(what, Duration.ZERO);
    }
    assertThat(notes)
        .containsExactly("Keycloak (once): Maven fetches it", "Keycloak (once): unpacking");
  }
}
