package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subjects that cannot be judged: an error each, with the reason in words. */
final class RunTroubleIT {

  private static final String STATUS =
      """
      {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure",
       "message":"Unauthorized","reason":"Unauthorized","code":401}
      """;

  @TempDir Path scratch;
  private Program program;

  @BeforeEach
  void open() throws Exception {
    program = new Program(scratch);
  }

  @AfterEach
  void close() {
    program.close();
  }

  private void assertError(String words, String... arguments) throws Exception {
    Program.Outcome outcome = program.run(arguments);
    List<String> verdicts = program.report().path("results").findValuesAsString("verdict");
    assertThat(outcome.out()).contains("PARTIAL").contains(words);
    assertThat(verdicts).contains("error").doesNotContain("passed");
    assertThat(outcome.all() + program.report())
        .doesNotContain("\tat ")
        .doesNotContain("\\tat ")
        .doesNotContain("Exception");
    assertThat(outcome.code()).as(outcome.all()).isEqualTo(3);
  }

  @Test
  void nothingListens() throws Exception {
    String url;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      url = "https://127.0.0.1:" + free.getLocalPort();
    }
    program.file("subject.yaml", TroubleFiles.cluster(url, url));
    assertError("connection refused", "run", "subject.yaml");
  }

  @Test
  void theHostIsUnknown() throws Exception {
    String url = "https://no-such-host.invalid";
    program.file("subject.yaml", TroubleFiles.cluster(url, url));
    assertError("the host no-such-host.invalid is not known", "run", "subject.yaml");
  }

  @Test
  void theEndpointHangs() throws Exception {
    try (Trap trap = new Trap()) {
      program.file("subject.yaml", TroubleFiles.cluster(trap.url(), trap.url()));
      assertError("no TLS handshake with", "run", "subject.yaml", "--timeout-factor", "0.05");
    }
  }

  @Test
  void theEndpointAnswersHtml() throws Exception {
    try (TlsServer server =
        new TlsServer(ignored -> new TlsServer.Answer(200, "text/html", "<html>hello</html>"))) {
      program.file("ca.pem", server.caPem());
      program.file(
          "subject.yaml",
          TroubleFiles.withCa(server.url(), server.url())
              + "administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}\n");
      program.file("admin.kubeconfig", kubeconfig(server, "token: of-a-test"));
      // What is about TLS alone is met by any page.
      program.file(
          "without.yaml",
          "- {scenario: '*/has-trusted-certificate', reason: not about answers, link: none}\n");
      assertError("HTML", "run", "subject.yaml", "--exclude", "without.yaml");
      // Of the results, not of their steps: a page in the place of /livez is worth a warning.
      assertThat(program.report().path("results").values())
          .extracting(result -> result.path("verdict").asString())
          .isNotEmpty()
          .doesNotContain("failed");
    }
  }

  @Test
  void theCaIsAnother() throws Exception {
    try (TlsServer server = new TlsServer(ignored -> new TlsServer.Answer(200, "text/plain", ""))) {
      program.file("ca.pem", CertificateAuthority.create("another").certificatePem());
      program.file("subject.yaml", TroubleFiles.withCa(server.url(), server.url()));
      program.file(
          "without.yaml",
          "- {scenario: '*/has-trusted-certificate', reason: it is to fail, link: none}\n");
      assertError("certificate", "run", "subject.yaml", "--exclude", "without.yaml");
    }
  }

  @Test
  void theCaIsAnotherFailsTheScenarioAboutCertificates() throws Exception {
    try (TlsServer server = new TlsServer(ignored -> new TlsServer.Answer(200, "text/plain", ""))) {
      program.file("ca.pem", CertificateAuthority.create("another").certificatePem());
      program.file("subject.yaml", TroubleFiles.withCa(server.url(), server.url()));
      Program.Outcome outcome =
          program.run("run", "subject.yaml", "--scenario", "managed/has-trusted-certificate");
      assertThat(outcome.out()).contains("NON-CONFORMANT");
      assertThat(outcome.code()).isEqualTo(1);
    }
  }

  @Test
  void theAdministratorsCertificateHasExpired() throws Exception {
    try (TlsServer server =
        new TlsServer(ignored -> new TlsServer.Answer(401, "application/json", STATUS))) {
      Instant now = Instant.now();
      CertificateAuthority.create("another")
          .issueClient(
              "admin", List.of(), now.minus(2, ChronoUnit.DAYS), now.minus(1, ChronoUnit.DAYS))
          .writeTo(scratch, "admin");
      program.file("ca.pem", server.caPem());
      program.file(
          "subject.yaml",
          TroubleFiles.withCa(server.url(), server.url())
              + "administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}\n");
      String files = "client-certificate: admin.crt\n    client-key: admin.key";
      program.file("admin.kubeconfig", kubeconfig(server, files));
      assertError(
          "the administrator's certificate expired",
          "run",
          "subject.yaml",
          "--scenario",
          "service-account/review*");
    }
  }

  private static String kubeconfig(TlsServer server, String user) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: c
      cluster: {server: "%s", certificate-authority: ca.pem}
    users:
    - name: u
      user:
        %s
    contexts:
    - name: admin
      context: {cluster: c, user: u}
    """
        .formatted(server.url(), user);
  }
}
