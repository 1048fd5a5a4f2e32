package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.process.ChildProcess;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ApiServerTest {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration STEP = Duration.ofMillis(20);

  @TempDir Path temporary;
  private ControlPlane.SingleBinary single = new ControlPlane.SingleBinary(Path.of(""));

  private final ApiServerSpec spec =
      ApiServerSpec.of(CertificateAuthority.create("test"), "0a1b2c3d");

  @BeforeAll
  void resolve() throws Exception {
    ControlPlane resolved =
        ControlPlaneResolver.ofProcess(Path.of("src/control-plane"))
            .resolve(BuildProgress.silent())
            .controlPlane();
    single = (ControlPlane.SingleBinary) resolved;
  }

  private RunDirectory run() throws IOException {
    return RunDirectory.create(temporary.resolve("r"));
  }

  private ControlPlane assets() throws IOException {
    Path directory = Files.createTempDirectory(temporary, "assets-");
    return new ControlPlane.Assets(
        Files.createSymbolicLink(directory.resolve("kube-apiserver"), single.binary()),
        Files.createSymbolicLink(directory.resolve("etcd"), single.binary()));
  }

  private static Answer get(ApiServer server, String path) throws Exception {
    return Answer.of(server, path);
  }

  @Test
  void answersItsAdministrator() throws Exception {
    try (RunDirectory run = run();
        ApiServer server = ApiServer.start(single, run, spec)) {
      server.awaitReady(LONG);
      assertThat(get(server, "/version").body()).contains("\"gitVersion\": \"v1.37.2\"");
    }
  }

  @Test
  void runsTheControllers() throws Exception {
    try (RunDirectory run = run();
        ApiServer server = ApiServer.start(single, run, spec)) {
      server.awaitReady(LONG);
      for (String path : List.of("configmaps/kube-root-ca.crt", "serviceaccounts/default")) {
        String url = "/api/v1/namespaces/default/" + path;
        Poll.until(path + " is there", LONG, STEP, () -> Answer.of(server, url).attempt());
      }
    }
  }

  @Test
  void keepsDataAndPortOverARestart() throws Exception {
    try (RunDirectory run = run();
        ApiServer server = ApiServer.start(single, run, spec)) {
      server.awaitReady(LONG);
      int port = server.port();
      String before = Answer.uid(get(server, "/api/v1/namespaces/default"));
      server.restart(Map.of("v", "2"));
      server.awaitReady(LONG);
      assertThat(server.port()).isEqualTo(port);
      assertThat(Answer.uid(get(server, "/api/v1/namespaces/default"))).isEqualTo(before);
    }
  }

  @Test
  void showsTheLogWhenItDiesAtStartUp() throws Exception {
    try (RunDirectory run = run();
        ApiServer server =
            ApiServer.start(single, run, spec.withFlags(Map.of("no-such-flag", "x")))) {
      assertThatThrownBy(() -> server.awaitReady(LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("given up", "ended with 1", "unknown flag: --no-such-flag");
    }
  }

  @Test
  void endsByTheEndOfItsInputAlone() throws Exception {
    try (RunDirectory run = run()) {
      ApiServer server = ApiServer.start(single, run, spec);
      server.awaitReady(LONG);
      ChildProcess process = server.processes().getFirst();
      server.close();
      assertThat(process.exitCode()).as("an end by signal would be 143 or 137").hasValue(0);
    }
  }

  @Test
  void startsFromSeparatePrograms() throws Exception {
    try (RunDirectory run = run();
        ApiServer server = ApiServer.start(assets(), run, spec)) {
      server.awaitReady(LONG);
      assertThat(get(server, "/version").status()).isEqualTo(200);
    }
  }

  @Test
  void leavesNoSeparateProgramBehind() throws Exception {
    try (RunDirectory run = run()) {
      ApiServer server = ApiServer.start(assets(), run, spec);
      server.awaitReady(LONG);
      List<ProcessHandle> all =
          server.processes().stream()
              .map(child -> ProcessHandle.of(child.pid()).orElseThrow())
              .flatMap(ProcessHandle::descendants)
              .toList();
      server.close();
      assertThat(all).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    }
  }

  @Test
  void twoRunBesideEachOther() throws Exception {
    try (RunDirectory run = run();
        ApiServer one = ApiServer.start(single, run, spec);
        ApiServer two = ApiServer.start(single, run, spec)) {
      one.awaitReady(LONG);
      two.awaitReady(LONG);
      assertThat(one.port()).isNotEqualTo(two.port());
      assertThat(Answer.uid(get(one, "/api/v1/namespaces/default")))
          .isNotEqualTo(Answer.uid(get(two, "/api/v1/namespaces/default")));
    }
  }
}
