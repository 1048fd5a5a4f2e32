package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.reference.topology.KeycloakLogins;
import dev.cksauth.reference.topology.OpenKeycloak;
import dev.cksauth.subject.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TokenCommandTest {

  private static final Terminal FILE = new Terminal(false, false, true, true, 120);
  private static final String V1 = "client.authentication.k8s.io/v1";
  private static final String V1BETA1 = "client.authentication.k8s.io/v1beta1";

  private @Nullable OpenKeycloak keycloak;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    keycloak = OpenKeycloak.start(temporary.resolve("r"));
  }

  @AfterAll
  void stop() throws Exception {
    if (keycloak != null) {
      keycloak.close();
    }
  }

  private OpenKeycloak keycloak() {
    return Objects.requireNonNull(keycloak);
  }

  private record Ran(int code, String out, String err) {}

  private Ran run(Path directory, String user) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(
            FILE,
            new PrintWriter(out),
            new PrintWriter(err),
            "token",
            "--user",
            user,
            "--directory",
            directory.toString());
    return new Ran(code, out.toString(), err.toString());
  }

  private Ran run(String user) throws Exception {
    Ran ran = run(keycloak().base(), user);
    KeycloakLogins logins = KeycloakLogins.read(keycloak().logins());
    assertThat(ran.out() + ran.err())
        .doesNotContain(logins.realm().passwords().values())
        .doesNotContain(logins.realm().oneTimeSecret());
    return ran;
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "bob", "erin"})
  void printsTheIdTokenOfTheUserUntilItExpires(String user) throws Exception {
    Ran ran = run(user);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.err()).isEmpty();
    JsonNode credential = new JsonMapper().readTree(ran.out());
    assertThat(credential.path("kind").asString("")).isEqualTo("ExecCredential");
    assertThat(credential.path("apiVersion").asString("")).isEqualTo(V1);
    JsonNode status = credential.path("status");
    JWTClaimsSet claims = SignedJWT.parse(status.path("token").asString("")).getJWTClaimsSet();
    assertThat(claims.getStringClaim("preferred_username")).isEqualTo(user);
    assertThat(claims.getStringClaim("typ")).isEqualTo("ID");
    assertThat(claims.getIssuer()).isEqualTo(keycloak().issuer().toString());
    assertThat(Instant.parse(status.path("expirationTimestamp").asString("")))
        .isEqualTo(claims.getExpirationTime().toInstant());
  }

  @Test
  void answersInTheVersionThatKubectlAsksFor() throws Exception {
    String token = new JsonMapper().readTree(run("alice").out()).at("/status/token").asString("");
    assertThat(version(token, "{\"apiVersion\":\"%s\"}".formatted(V1BETA1))).isEqualTo(V1BETA1);
    assertThat(version(token, "{\"apiVersion\":\"%s\"}".formatted(V1))).isEqualTo(V1);
    assertThat(version(token, "{\"apiVersion\":\"example.com/v7\"}")).isEqualTo(V1);
    assertThat(version(token, "not JSON")).isEqualTo(V1);
  }

  private static String version(String token, String question) throws Exception {
    Environment environment = Environment.of(Map.of("KUBERNETES_EXEC_INFO", question));
    return ExecCredential.of(token, environment).apiVersion();
  }

  @Test
  void namesTheUsersWhereThereIsNoneOfThatName() throws Exception {
    Ran ran = run("alise");
    assertThat(ran.code()).isEqualTo(ExitCode.WRONG_INPUT.code());
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("did you mean `alice`?", "alice, bob, erin, frank");
  }

  @Test
  void repeatsWhatKeycloakSaysWhereItRefuses() throws Exception {
    assertThat(keycloak().perform("disable", "{\"name\":\"frank\"}")).isEqualTo(204);
    try {
      Ran ran = run("frank");
      assertThat(ran.code()).isEqualTo(ExitCode.ANSWER_IS_NO.code());
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("refuses the login of frank", "Account disabled");
    } finally {
      assertThat(keycloak().perform("enable", "{\"name\":\"frank\"}")).isEqualTo(204);
    }
  }

  @Test
  void saysThatKeycloakDoesNotAnswer(@TempDir Path base) throws Exception {
    Path subjects = Files.createDirectories(base.resolve("run/subjects"));
    Files.copy(keycloak().logins().resolveSibling("ca.pem"), subjects.resolve("ca.pem"));
    // Nobody listens on the first of all ports.
    String nobody = "https://localhost:1/realms/cks";
    Files.writeString(
        subjects.resolve(KeycloakLogins.FILE),
        Files.readString(keycloak().logins()).replace(keycloak().issuer().toString(), nobody));
    OpenKeycloak.writeState(base, base.resolve("run"), ProcessHandle.current());
    Ran ran = run(base, "alice");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_WORK.code());
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("does not answer at " + nobody);
  }

  @Test
  void saysThatNothingIsUp(@TempDir Path empty) throws Exception {
    Process dead = new ProcessBuilder("sleep", "100").start();
    for (boolean leftover : new boolean[] {false, true}) {
      if (leftover) {
        OpenKeycloak.writeState(empty, empty, dead.toHandle());
        dead.destroyForcibly().waitFor();
      }
      Ran ran = run(empty, "alice");
      assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_WORK.code());
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("no reference system is up: cks-auth up starts one");
    }
  }

  @Test
  void saysThatKeycloakIsNoPartOfWhatIsUp(@TempDir Path base) throws Exception {
    Path run = Files.createDirectories(base.resolve("run/subjects")).resolveSibling("");
    OpenKeycloak.writeState(base, run, ProcessHandle.current());
    Ran ran = run(base, "alice");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_WORK.code());
    assertThat(ran.err()).contains("Keycloak is not part of the reference system that is up");
  }

  @Test
  void showsNothingOfAFileThatIsDamaged(@TempDir Path base) throws Exception {
    Path subjects = Files.createDirectories(base.resolve("run/subjects"));
    Files.writeString(subjects.resolve(KeycloakLogins.FILE), "{\"users\": canary-8c1f");
    OpenKeycloak.writeState(base, base.resolve("run"), ProcessHandle.current());
    Ran ran = run(base, "alice");
    assertThat(ran.code()).isEqualTo(ExitCode.COULD_NOT_WORK.code());
    assertThat(ran.err()).contains(KeycloakLogins.FILE, "is no JSON").doesNotContain("canary");
  }
}
