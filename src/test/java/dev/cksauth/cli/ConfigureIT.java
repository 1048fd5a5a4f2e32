package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWKSet;
import dev.cksauth.credential.TokenMint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code configure} and {@code restore} as a person uses them, and killed in between. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConfigureIT {
  private Program program;
  private Path subject;
  private String url = "";

  @BeforeAll
  void up(@TempDir Path scratch) throws Exception {
    program = new Program(scratch);
    Program.Outcome up = program.run("up", "--idp", "embedded", "--configurable");
    assertThat(up.code()).as(up.all()).isZero();
    try (Stream<Path> files = Files.walk(scratch)) {
      subject =
          files
              .filter(file -> file.endsWith("configurable-cluster.yaml"))
              .findFirst()
              .orElseThrow();
    }
    url =
        Files.readString(subject)
            .replaceAll("(?s).*- name: first\n    url: \"([^\"]*/authenticate)\".*", "$1");
  }

  @AfterAll
  void down() throws Exception {
    Program.Outcome down = program.run("down");
    program.close();
    assertThat(down.code()).as(down.all()).isZero();
  }

  private String[] configure(String... more) {
    Path ca = subject.resolveSibling("ca.pem");
    return Stream.concat(
            Stream.of(
                "configure", "webhook", "--url", url, "--ca", ca.toString(), subject.toString()),
            Stream.of(more))
        .toArray(String[]::new);
  }

  @Test
  void aWebhookIsConfiguredUsedAndTakenBack() throws Exception {
    Program.Outcome made = program.run(configure("--check", "first-webhook"));
    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out()).contains("taken for user-of-first", "undo      cks-auth restore");
    Program.Outcome back = program.run("restore", subject.toString());
    assertThat(back.code()).as(back.all()).isZero();
    assertThat(back.out()).contains("the cluster is configured as it was");
  }

  @Test
  void whatCannotComeIntoUseIsTakenBack() throws Exception {
    Program.Outcome made = program.run(configure("--check", "second-webhook", "--within", "15"));
    assertThat(made.code()).as(made.all()).isEqualTo(1);
    assertThat(made.out()).contains("the change is not in use", "configured as it was");
  }

  @ParameterizedTest
  @ValueSource(strings = {"escape ", "noted ", "asked ", "runs "})
  void afterAKillItIsRestored(String moment) throws Exception {
    Program.Running running = program.start(configure("--check", "first-webhook"));
    Program.await("it says " + moment, () -> wrote(running, moment));
    running.process().destroyForcibly();
    assertThat(running.await().code()).isEqualTo(137);
    Program.Outcome back = program.run("restore", subject.toString());
    assertThat(back.code()).as(back.all()).isZero();
    Program.Outcome plan = program.run(configure("--plan"));
    assertThat(plan.out()).as(plan.all()).contains("authnWebhook.server: not set → " + url);
  }

  @ParameterizedTest
  @ValueSource(strings = {"noted ", "asked ", "runs "})
  void afterCtrlCItIsAsItWas(String moment) throws Exception {
    Program.Running running = program.start(configure("--check", "first-webhook"));
    Program.await("it says " + moment, () -> wrote(running, moment));
    running.signal("INT");
    Program.Outcome ended = running.await();
    assertThat(ended.code()).as(ended.all()).isEqualTo(130);
    Program.Outcome plan = program.run(configure("--plan"));
    assertThat(plan.out())
        .as(ended.all() + plan.all())
        .contains("authnWebhook.server: not set → " + url);
  }

  private static boolean wrote(Program.Running running, String text) {
    try {
      return Files.readString(running.out()).contains(text);
    } catch (IOException e) {
      return false;
    }
  }

  /** The subject file with a token of the primary issuer's, which whoever tests an issuer gives. */
  private Path withToken(String issuer) throws Exception {
    JsonMapper json = new JsonMapper();
    JWKSet keys = JWKSet.load(subject.resolveSibling("issuer-primary.jwks").toFile());
    TokenMint mint = new TokenMint(keys);
    long now = Instant.now().getEpochSecond();
    ObjectNode header =
        json.createObjectNode()
            .put("alg", "ES256")
            .put("kid", mint.key("ES256").orElseThrow().getKeyID());
    ObjectNode claims =
        json.createObjectNode()
            .put("iss", issuer)
            .put("aud", "kubernetes")
            .put("sub", "somebody")
            .put("iat", now)
            .put("exp", now + 3600);
    Files.writeString(
        subject.resolveSibling("of-issuer.token"),
        mint.token("ES256", header, claims, json.createObjectNode()));
    return Files.writeString(
        subject.resolveSibling("with-token.yaml"),
        Files.readString(subject)
            .replace(
                "credentials:\n",
                "credentials:\n"
                    + "  - {name: of-issuer, kind: oidc, token: {file: of-issuer.token},"
                    + " expect: {username: \"mine:somebody\"}}\n"));
  }

  @Test
  void anIssuerIsConfiguredUsedAndTakenBack() throws Exception {
    String issuer =
        Files.readString(subject)
            .replaceAll("(?s).*- name: primary\n    url: \"([^\"]*)\".*", "$1");
    Path file = withToken(issuer);
    String[] ask = {
      "configure",
      "oidc",
      "--issuer",
      issuer,
      "--client-id",
      "kubernetes",
      "--username-prefix",
      "mine:",
      "--ca",
      subject.resolveSibling("ca.pem").toString(),
      "--check",
      "of-issuer",
      file.toString()
    };
    Program.Outcome made = program.run(ask);
    assertThat(made.code()).as(made.all()).isZero();
    assertThat(made.out())
        .contains("taken for mine:somebody", "oidc.issuerUrl: not set → " + issuer);
    Program.Outcome back = program.run("restore", file.toString());
    assertThat(back.code()).as(back.all()).isZero();
    Program.Outcome plan =
        program.run(Stream.concat(Stream.of(ask), Stream.of("--plan")).toArray(String[]::new));
    assertThat(plan.out()).as(plan.all()).contains("oidc.issuerUrl: not set → " + issuer);
  }

  @Test
  void anUnknownCredentialIsWrongInput() throws Exception {
    Program.Outcome made = program.run(configure("--check", "nobody"));
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.all()).contains("no credential `nobody`", "first-webhook");
  }
}
