package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.cli.Doctor.Diagnosis;
import dev.cksauth.cli.Finding.State;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.idp.keycloak.KeycloakResolver;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoctorTest {

  @TempDir Path scratch;

  private Diagnosis examine() throws InterruptedException {
    return examine(Map.of());
  }

  private Diagnosis examine(Map<String, String> more) throws InterruptedException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("PATH", scratch.resolve("bin").toString());
    environment.put("CKS_AUTH_CACHE", scratch.resolve("cache").toString());
    ControlPlaneResolver resolver =
        new ControlPlaneResolver(Path.of("src", "control-plane"), environment);
    Programs programs = new Programs(scratch.resolve("bin").toString());
    var keycloak = new KeycloakResolver(Optional.empty(), environment);
    return new Doctor(resolver, keycloak, programs, scratch.resolve("runs")).examine();
  }

  private void program(String name, String script) throws IOException {
    Path file = Files.createDirectories(scratch.resolve("bin")).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static Finding finding(Diagnosis diagnosis, String what) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sayWhatHelpsWhereNothingIsThere() throws Exception {
    Diagnosis diagnosis = examine();

    assertThat(diagnosis.obstacle()).contains("install Go", "KUBEBUILDER_ASSETS");
    for (String what :
        new String[] {"Go", "Maven", "Docker", "kubectl", "kube-apiserver", "Keycloak"}) {
      assertThat(finding(diagnosis, what).state()).as(what).isEqualTo(State.ABSENT);
      assertThat(finding(diagnosis, what).note()).as(what).isNotEmpty();
    }
    assertThat(finding(diagnosis, "JDK").state()).isEqualTo(State.OK);
    assertThat(finding(diagnosis, "abandoned runs").found()).isEqualTo("none");
  }

  @Test
  void aGoThatIsNewEnoughIsEnough() throws Exception {
    program("go", "echo go version go1.99.1 linux/amd64");

    Diagnosis diagnosis = examine();

    assertThat(diagnosis.obstacle()).isNull();
    assertThat(finding(diagnosis, "Go").found()).isEqualTo("1.99.1");
    assertThat(finding(diagnosis, "kube-apiserver").note()).contains("builds it");
  }

  @Test
  void anOldGoIsToldApartFromNone() throws Exception {
    program("go", "echo go version go1.19.8 linux/amd64");

    Diagnosis diagnosis = examine();

    assertThat(diagnosis.obstacle()).isNotNull();
    assertThat(finding(diagnosis, "Go").state()).isEqualTo(State.OLD);
    assertThat(finding(diagnosis, "Go").note()).contains(ControlPlaneResolver.LEAST_GO);
  }

  @Test
  void aDockerClientIsNoDocker() throws Exception {
    program("docker", "echo 28.2.2; echo cannot connect >&2; exit 1");
    assertThat(finding(examine(), "Docker").found()).isEqualTo("client only");

    program("docker", "echo '28.2.2 (API 1.50)'");
    assertThat(finding(examine(), "Docker"))
        .isEqualTo(
            new Finding(
                "Docker",
                "28.2.2 (API 1.50)",
                State.OK,
                "its engine answers; with its images, --topology containers can be used"));
  }

  @Test
  void saysWhatHelpsWhereKeycloakIsNotPrepared() throws Exception {
    assertThat(finding(examine(), "Keycloak").note())
        .contains("cannot be fetched", "install Maven", KeycloakResolver.EXPLICIT);

    program("mvn", "echo Apache Maven 3.9.9");
    assertThat(finding(examine(), "Keycloak").note()).contains("Maven fetches it", "176 MB");
  }

  @Test
  void aKeycloakThatIsNamedIsNotFetched() throws Exception {
    Path archive = Files.writeString(scratch.resolve("keycloak.tar.gz"), "an archive");
    Finding named =
        finding(examine(Map.of(KeycloakResolver.EXPLICIT, archive.toString())), "Keycloak");
    assertThat(named.state()).isEqualTo(State.ABSENT);
    assertThat(named.note()).contains(KeycloakResolver.EXPLICIT).doesNotContain("Maven");

    Diagnosis wrong = examine(Map.of(KeycloakResolver.EXPLICIT, "/nowhere"));
    assertThat(finding(wrong, "Keycloak").state()).isEqualTo(State.WRONG);
    assertThat(finding(wrong, "Keycloak").note()).contains("/nowhere", "does not exist");
  }

  @Test
  void aMissingKeycloakKeepsNothingFromStarting() throws Exception {
    program("go", "echo go version go1.99.1 linux/amd64");
    assertThat(examine(Map.of(KeycloakResolver.EXPLICIT, "/nowhere")).obstacle()).isNull();
  }

  @Test
  void countsAbandonedRunsAndLeavesThem() throws Exception {
    Path runs = scratch.resolve("runs");
    try (RunDirectory living = RunDirectory.create(runs)) {
      Path dead = Files.createDirectory(runs.resolve("run-dead"));
      Files.createFile(dead.resolve("lock"));
      assertThat(living.path()).isDirectory();

      assertThat(finding(examine(), "abandoned runs").found()).isEqualTo("1");

      assertThat(dead).isDirectory();
      assertThat(RunDirectory.reapAbandoned(runs)).hasSize(1);
    }
  }
}
