package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.credential.CertificateAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PluginKubeconfigTest {

  @TempDir Path temporary;
  private final CertificateAuthority authority = CertificateAuthority.create("test");
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private HttpsServer server;

  PluginKubeconfigTest() throws Exception {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(TlsContexts.serving(authority)));
    server.createContext(
        "/",
        exchange -> {
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] body = "{\"gitVersion\":\"v1.0.0\"}".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** The plug-in says what it was asked for, as the token. */
  @Test
  void kubectlSendsTheTokenThatThePluginGivesForTheUser() throws Exception {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    Assumptions.assumeTrue(there, "kubectl is not here");
    Path directory = Files.createDirectory(temporary.resolve("of \"our\" user"));
    Path launcher =
        Files.writeString(
            directory.resolve("cks-auth"),
            """
            #!/bin/sh
            printf '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1",'
            printf '"status":{"token":"%s"}}' "$1.$2.$3.$4.$5"
            """);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    Path kubeconfig =
        Files.writeString(
            temporary.resolve("alice.kubeconfig"),
            PluginKubeconfig.execKubeconfig(
                URI.create("https://127.0.0.1:" + server.getAddress().getPort()),
                authority.certificate(),
                "alice",
                launcher,
                Path.of("state")));
    Path output = temporary.resolve("output");
    ProcessBuilder kubectl =
        new ProcessBuilder(
                "kubectl", "--kubeconfig", kubeconfig.toString(), "get", "--raw", "/version")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    assertThat(kubectl.start().waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output).content().contains("v1.0.0");
    assertThat(authorizations)
        .isNotEmpty()
        .containsOnly("Bearer token.--user.alice.--directory.state");
  }
}
