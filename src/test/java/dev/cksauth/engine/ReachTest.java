package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.CancellationToken;

/** Endpoints that cannot be trusted, or are not there. */
final class ReachTest {
  private static final String CERTIFICATE =
      "  - check: {name: trusted-certificate, with: {endpoint: managed}}\n";

  @TempDir private Path directory;
  private Stage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  @Test
  void aTrustedCertificatePasses() throws Exception {
    assertThat(stage.scenario("trusted", CERTIFICATE).one().verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void anUntrustedCertificateFailsTheScenarioAboutIt() throws Exception {
    stage.managedAt("other-ca.pem", stage.managed.port());
    ScenarioResult result = stage.scenario("trusted", CERTIFICATE).one();
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).isNotEmpty();
  }

  @Test
  void anUntrustedCertificateIsAnErrorElsewhere() throws Exception {
    stage.managedAt("other-ca.pem", stage.managed.port());
    ScenarioResult result = stage.scenario("accepts", Stage.ACCEPTANCE).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(stage.managed.asked()).isEmpty();
  }

  private static int closedPort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aDeadHostIsAnErrorWithItsReason() throws Exception {
    stage.managedAt("ca.pem", closedPort());
    ScenarioResult result = stage.scenario("trusted", CERTIFICATE).one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).isNotEmpty();
  }

  /** A server that comes up after the first attempt sees no second one. */
  @Test
  void aDeadHostCostsOneConnectionAttempt() throws Exception {
    int port = closedPort();
    stage.managedAt("ca.pem", port);
    stage.scenario("one", Stage.ACCEPTANCE).scenario("two", Stage.ACCEPTANCE);
    List<Scripted> late = new ArrayList<>();
    Recorder recorder =
        result -> {
          if (late.isEmpty()) {
            late.add(listening(port));
          }
        };
    try (SubjectRun run = stage.prepared(Stage.OWN, Stage.ONE_BY_ONE, recorder)) {
      Conformance.execute(run, CancellationToken.create());
      assertThat(run.results())
          .extracting(ScenarioResult::verdict)
          .containsExactly(Verdict.ERROR, Verdict.ERROR);
      assertThat(late).singleElement().satisfies(server -> assertThat(server.asked()).isEmpty());
    } finally {
      late.forEach(Scripted::close);
    }
  }

  private static Scripted listening(int port) {
    try {
      return new Scripted(port);
    } catch (Exception taken) {
      throw new IllegalStateException(taken);
    }
  }
}
