package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The issuer that tokens name, and what is published about it. */
final class IssuerChecksTest {
  private static final String ISSUER = "https://oidc.cks.coreweave.com/id/1";
  private static final String PUBLISHED =
      """
        - check: {name: published-issuer, with: {endpoint: unmanaged, as: oidc}}
      """;
  private static final String FORM =
      """
        - check:
            name: token-issuer
            with: {as: oidc, issuer: {matches: "https://oidc\\\\.cks\\\\.coreweave\\\\.com/id/[^/]+"}}
      """;

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

  private static String part(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String token(String issuer) {
    return part("{\"alg\": \"RS256\", \"kid\": \"k1\"}")
        + "."
        + part("{\"iss\": \"" + issuer + "\"}")
        + ".signature";
  }

  private ScenarioResult result(String token, String steps) throws Exception {
    return stage
        .with("  - {name: robot-of-the-cluster, kind: oidc, token: " + token + "}")
        .scenario("check", steps)
        .one();
  }

  private void published(Reply configuration, Reply keys) {
    stage.unmanaged.says(asked ->
        switch (asked.path()) {
          case "/.well-known/openid-configuration" -> configuration;
          case "/openid/v1/jwks" -> keys;
          default -> Replies.unauthorized();
        });
  }

  private static Reply issuer(String issuer) {
    return Replies.json(200, "{\"issuer\": \"" + issuer + "\"}");
  }

  private static Reply key(String id) {
    return Replies.json(200, "{\"keys\": [{\"kid\": \"" + id + "\"}]}");
  }

  @ParameterizedTest
  @CsvSource({
    ISSUER + ", k1, PASSED",
    "https://another.test, k1, FAILED",
    ISSUER + "/, k1, FAILED",
    ISSUER + ", k2, FAILED"
  })
  void whatIsPublishedIsWhatTheTokenSays(String issuer, String key, Verdict verdict)
      throws Exception {
    published(issuer(issuer), key(key));
    assertThat(result(token(ISSUER), PUBLISHED).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"403, NOT_TESTED", "404, NOT_TESTED", "401, ERROR", "503, ERROR", "200, FAILED"})
  void whoMayNotReadItCannotTell(int status, Verdict verdict) throws Exception {
    published(Replies.gateway(status), key("k1"));
    assertThat(result(token(ISSUER), PUBLISHED).verdict()).isEqualTo(verdict);
  }

  @Test
  void whoMayNotReadTheKeysCannotTell() throws Exception {
    published(issuer(ISSUER), Replies.forbidden("robot"));
    ScenarioResult result = result(token(ISSUER), PUBLISHED);
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("/openid/v1/jwks", "service-account-issuer-discovery");
  }

  @ParameterizedTest
  @CsvSource({
    ISSUER + ", PASSED",
    ISSUER + "/more, FAILED",
    "https://oidcxcks.coreweave.com/id/1, FAILED",
    "https://kubernetes.default.svc, FAILED",
    "kubernetes/serviceaccount, NOT_TESTED"
  })
  void theIssuerHasAForm(String issuer, Verdict verdict) throws Exception {
    assertThat(result(token(issuer), FORM).verdict()).isEqualTo(verdict);
    assertThat(stage.unmanaged.asked()).isEmpty();
  }

  @Test
  void whatIsNoJwtNamesNobody() throws Exception {
    assertThat(result("opaque", PUBLISHED).verdict()).isEqualTo(Verdict.NOT_TESTED);
  }
}
