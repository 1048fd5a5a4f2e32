package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.topology.OpenSamples.Sample;
import dev.cksauth.reference.webhook.Fault;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The users of sample webhooks, driven by nothing but what their subject files name. */
final class SampleLoginsTest {
  private static final CertificateAuthority AUTHORITY = CertificateAuthority.create("logins");
  private static final int ISSUED = 200;
  private static final int DONE = 204;
  private static final int REFUSED = 403;

  @TempDir private Path directory;
  private HttpClient client;
  private final List<SampleWebhooks> open = new ArrayList<>();

  @BeforeEach
  void connect() throws Exception {
    client = HttpClient.newBuilder().sslContext(OpenSamples.trusting(AUTHORITY)).build();
  }

  @AfterEach
  void end() {
    open.forEach(SampleWebhooks::close);
    client.shutdownNow();
  }

  private void start(Sample which) throws Exception {
    open.add(OpenSamples.start(directory, AUTHORITY, which, Fault.NONE));
  }

  private URI found(String pattern) throws Exception {
    Matcher matcher =
        Pattern.compile(pattern)
            .matcher(Files.readString(open.getFirst().subjectFiles().getFirst()));
    assertThat(matcher.find()).as(pattern).isTrue();
    return URI.create(matcher.group(1));
  }

  private HttpResponse<String> post(URI to, Object body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(to)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(new JsonMapper().writeValueAsString(body)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> act(String action, Map<String, String> facts) throws Exception {
    return post(found("(?m)^  " + action + ": \\{post: \"([^\"]+)\""), facts);
  }

  private int login(String name, String way) throws Exception {
    return act("issue", Map.of("name", name, "login", way)).statusCode();
  }

  private String token(String name) throws Exception {
    return new JsonMapper()
        .readTree(act("issue", Map.of("name", name)).body())
        .at("/status/token")
        .asString();
  }

  private HttpResponse<String> reviewed(String token) throws Exception {
    return post(
        found("url: (\\S+)"),
        Map.of(
            "apiVersion",
            "authentication.k8s.io/v1",
            "kind",
            "TokenReview",
            "spec",
            Map.of("token", token)));
  }

  private JsonNode review(String token) throws Exception {
    return new JsonMapper().readTree(reviewed(token).body()).path("status");
  }

  private boolean good(String token) throws Exception {
    return review(token).path("authenticated").asBoolean(false);
  }

  @ParameterizedTest
  @CsvSource({
    "one-time-code, 200",
    "password, 403",
    "wrong-password, 403",
    "empty-password, 403",
    "wrong-code, 403",
    "used-code, 403",
    "late-code, 403",
    "others-code, 403",
    "pattern, 403"
  })
  void everyWayToLogInWithTwoFactorsIsAnswered(String way, int status) throws Exception {
    start(Sample.FACTORS);
    assertThat(login("alice", way)).isEqualTo(status);
    assertThat(login("alice", "one-time-code")).isEqualTo(ISSUED);
  }

  @ParameterizedTest
  @CsvSource({"password, 200", "wrong-password, 403", "empty-password, 403", "pattern, 403"})
  void everyWayToLogInAtTheDirectoryIsAnswered(String way, int status) throws Exception {
    start(Sample.DIRECTORY);
    assertThat(login("alice", way)).isEqualTo(status);
    assertThat(login("alice", "password")).isEqualTo(ISSUED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwt", "session", "opaque"})
  void everyKindOfTheChainIsGood(String kind) throws Exception {
    start(Sample.CHAIN);
    String token =
        new JsonMapper()
            .readTree(act("issue", Map.of("name", "bob", "login", kind)).body())
            .at("/status/token")
            .asString();
    assertThat(review(token).at("/user/username").asString()).isEqualTo("bob");
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECTORY", "FACTORS"})
  void aWayThatNobodyKnowsIsAnError(Sample which) throws Exception {
    start(which);
    assertThat(login("alice", "by-magic")).isGreaterThanOrEqualTo(500);
  }

  @Test
  void fiveWrongCodesLockOutTheUserAlone() throws Exception {
    start(Sample.FACTORS);
    for (int attempt = 0; attempt < 5; attempt++) {
      assertThat(login("alice", "wrong-code")).isEqualTo(REFUSED);
    }
    assertThat(login("alice", "one-time-code")).isEqualTo(REFUSED);
    assertThat(login("bob", "one-time-code")).isEqualTo(ISSUED);
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECTORY", "FACTORS"})
  void whoIsDisabledIsOutAndBackWhenEnabled(Sample which) throws Exception {
    start(which);
    String session = token("alice");
    assertThat(act("disable", Map.of("name", "alice")).statusCode()).isEqualTo(DONE);
    assertThat(good(session)).isFalse();
    assertThat(login("alice", "")).isEqualTo(REFUSED);
    assertThat(act("enable", Map.of("name", "alice")).statusCode()).isEqualTo(DONE);
    assertThat(login("alice", "")).isEqualTo(ISSUED);
    assertThat(good(session)).isTrue();
  }

  @Test
  void whoIsPutIntoANewGroupIsInItUntilTakenOut() throws Exception {
    start(Sample.DIRECTORY);
    String session = token("bob");
    Map<String, String> membership = Map.of("name", "bob", "group", "night-shift");
    assertThat(act("enable", membership).statusCode()).isEqualTo(DONE);
    assertThat(review(session).at("/user/groups").toString()).contains("night-shift");
    assertThat(act("disable", membership).statusCode()).isEqualTo(DONE);
    assertThat(review(session).at("/user/groups").toString()).doesNotContain("night-shift");
  }

  @Test
  void aGroupsNameWritesNoDistinguishedName() throws Exception {
    start(Sample.DIRECTORY);
    assertThat(act("enable", Map.of("name", "bob", "group", "x,dc=com")).statusCode())
        .isEqualTo(400);
  }

  @Test
  void aLostDeviceEndsItsSessionsUntilAnotherIsBound() throws Exception {
    start(Sample.FACTORS);
    String session = token("alice");
    String others = token("bob");
    Map<String, String> phone = Map.of("name", "alice", "device", "phone");
    assertThat(act("disable", phone).statusCode()).isEqualTo(DONE);
    assertThat(good(session)).isFalse();
    assertThat(good(others)).isTrue();
    assertThat(login("alice", "one-time-code")).isEqualTo(REFUSED);
    assertThat(act("enable", phone).statusCode()).isEqualTo(DONE);
    assertThat(login("alice", "one-time-code")).isEqualTo(ISSUED);
    assertThat(good(session)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"DIRECTORY", "FACTORS"})
  void nobodyIsDeniedWhileTheDirectoryIsDown(Sample which) throws Exception {
    start(which);
    String session = token("alice");
    assertThat(act("fault", Map.of()).statusCode()).isEqualTo(DONE);
    assertThat(reviewed(session).statusCode()).isEqualTo(500);
    assertThat(act("heal", Map.of()).statusCode()).isEqualTo(DONE);
    assertThat(good(session)).isTrue();
  }
}
