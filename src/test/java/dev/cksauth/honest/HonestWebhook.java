package dev.cksauth.honest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A webhook of {@code src/test/webhooks} as a child process, with the file that describes it. */
final class HonestWebhook implements AutoCloseable {
  private static final Path SOURCES = Path.of("src/test/webhooks").toAbsolutePath();
  private static final String AUDIENCE = "https://kubernetes.default.svc";
  private static final long LONGEST_BUILD = 180;
  private static final long LONGEST_START = 30;

  private final Path directory;
  private final Process process;
  private final int port;

  private HonestWebhook(Path directory, List<String> command) throws Exception {
    this.directory = directory;
    CertificateAuthority authority = CertificateAuthority.create("honest webhooks");
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    IssuedCertificate issued =
        authority.issueServer(
            List.of("localhost"), List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    IssuedCertificate.Written written = issued.writeTo(directory, "server");
    List<String> all = new ArrayList<>(command);
    all.add(written.certificate().toString());
    all.add(written.key().toString());
    Path tokens = Files.writeString(directory.resolve("tokens.json"), tokens());
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectError(directory.resolve("webhook.log").toFile());
    builder.environment().put("WEBHOOK_TOKENS", tokens.toString());
    process = builder.start();
    port = port();
  }

  static HonestWebhook go(Path directory) throws Exception {
    Path program = directory.resolve("webhook");
    Process build =
        new ProcessBuilder("go", "build", "-o", program.toString(), "main.go")
            .directory(SOURCES.resolve("go").toFile())
            .inheritIO()
            .start();
    assertThat(build.waitFor(LONGEST_BUILD, TimeUnit.SECONDS)).as("go build ended").isTrue();
    assertThat(build.exitValue()).isZero();
    return new HonestWebhook(directory, List.of(program.toString()));
  }

  static HonestWebhook python(Path directory) throws Exception {
    String program = SOURCES.resolve("python/webhook.py").toString();
    return new HonestWebhook(directory, List.of("python3", program));
  }

  private static String tokens() {
    return """
    {"alice-token-8c1f7d20a96b4e55": {"audiences": ["%1$s"], "user":
       {"username": "alice", "uid": "1001", "groups": ["dev", "ops"],
        "extra": {"example.test/team": ["blue"]}}},
     "bob-token-1d0c5e3f7a824b96": {"audiences": ["%1$s"], "user":
       {"username": "bob", "uid": "1002", "groups": ["dev"]}},
     "other-token-5a7e9b1c3d5f7e90": {"audiences": ["https://other.test"], "user":
       {"username": "carol", "uid": "1003", "groups": ["dev"]}}}
    """
        .formatted(AUDIENCE);
  }

  private int port() throws Exception {
    BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(() -> {
          try {
            return String.valueOf(out.readLine());
          } catch (IOException ended) {
            return "";
          }
        });
    try {
      return Integer.parseInt(first.get(LONGEST_START, TimeUnit.SECONDS));
    } catch (Exception dead) {
      process.destroyForcibly();
      throw new IOException(Files.readString(directory.resolve("webhook.log")), dead);
    }
  }

  /** The subject file of it. */
  Path subject() throws IOException {
    return Files.writeString(
        directory.resolve("subject.yaml"),
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: honest}
        endpoint:
          url: "https://127.0.0.1:%d/authenticate"
          ca: ca.pem
          audiences: ["%s"]
        credentials:
          - {name: alice, kind: valid, token: alice-token-8c1f7d20a96b4e55,
             expect: {username: alice, uid: "1001", groups: [dev, ops],
                      extra: {example.test/team: [blue]}}}
          - {name: bob, kind: valid, token: bob-token-1d0c5e3f7a824b96,
             expect: {username: bob, uid: "1002", groups: [dev]}}
          - {name: carol, kind: wrong-audience, token: other-token-5a7e9b1c3d5f7e90,
             audiences: ["https://other.test"]}
        """
            .formatted(port, AUDIENCE));
  }

  @Override
  public void close() throws IOException {
    // It ends when its standard input does; what does not is helped.
    process.getOutputStream().close();
    try {
      if (!process.waitFor(LONGEST_START, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
