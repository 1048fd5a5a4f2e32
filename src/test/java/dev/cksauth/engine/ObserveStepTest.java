package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cksauth.result.Evidence;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The verb {@code observe}: what a webhook was asked, as an observer tells it. */
final class ObserveStepTest {
  private static final String KEY = "00ff";
  private static final String WEBHOOK_TOKEN = "a-token-of-the-webhook";

  @TempDir private Path directory;
  private Stage stage;
  private HttpServer observer;
  private String items = "";
  private int status = 200;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
    observer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    observer.createContext(
        "/o/exchanges",
        exchange -> {
          // Nothing came before the scenario began.
          String answer = "{\"last\":0,\"key\":\"" + KEY + "\",\"items\":[" + items + "]}";
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    observer.start();
    stage
        .with("  - {name: alice, kind: webhook, token: " + WEBHOOK_TOKEN + "}")
        .with(
            "webhooks: [{name: w, observer: {url: \"http://127.0.0.1:"
                + observer.getAddress().getPort()
                + "/o\"}}]");
    stage.unmanaged.says(asked -> Replies.unauthorized());
  }

  @AfterEach
  void strike() {
    observer.stop(0);
    stage.close();
  }

  private static String call(String token, String at) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(HexFormat.of().parseHex(KEY), "HmacSHA256"));
    String digest =
        "hmac-sha256:"
            + HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
    return """
    {"seq":1,"at":"2026-01-01T00:00:%sZ","protocol":"HTTP/2.0","connection":"c","method":"POST",
     "uri":"/a?timeout=30s","headers":{"Content-Type":"application/json"},
     "body":"{\\"apiVersion\\":\\"authentication.k8s.io/v1\\",\\"spec\\":{\\"token\\":\\"%s\\"}}"}\
    """
        .formatted(at, digest);
  }

  private ScenarioResult observing(String expect) throws Exception {
    return stage
        .scenario("observes", "  - observe: {as: webhook}\n    expect: " + expect + "\n")
        .one();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{exchanges: 2}; PASSED",
        "{exchanges: 1}; FAILED",
        "{exchanges: {between: [2, 5]}}; PASSED",
        "{each: {method: POST, uri: '/a?timeout=30s'}}; PASSED",
        "{each: {protocol: HTTP/1.1}}; FAILED",
        "{each: {pause: {between: [1.4, 1.6]}}}; PASSED",
        "{each: {pause: {between: [0, 1]}}}; FAILED",
        "{each: {certificate: null}}; PASSED",
        "{together: {connections: 1, lasting: {between: [1, 2]}}}; PASSED",
        "{together: {connections: 2}}; FAILED",
        "{headers: {content-type: application/json, Authorization: null}}; PASSED",
        "{body: {/apiVersion: authentication.k8s.io/v1}}; PASSED",
        "{body: {/apiVersion: authentication.k8s.io/v1beta1}}; FAILED"
      })
  void whatTheWebhookWasAskedIsCompared(String expect, Verdict verdict) throws Exception {
    items = call(WEBHOOK_TOKEN, "01.000") + "," + call(WEBHOOK_TOKEN, "02.500");
    assertThat(observing(expect).verdict()).isEqualTo(verdict);
  }

  @Test
  void callsAboutOtherTokensDoNotCount() throws Exception {
    items = call("another", "01.000") + "," + call(WEBHOOK_TOKEN, "02.000");
    assertThat(observing("{exchanges: 1}").verdict()).isEqualTo(Verdict.PASSED);
  }

  @ParameterizedTest
  @CsvSource({"authentication.k8s.io/v1, PASSED", "authentication.k8s.io/v2, FAILED"})
  void callsWithOtherReviewsDoNotCount(String version, Verdict verdict) throws Exception {
    items = call(WEBHOOK_TOKEN, "01.000");
    String step =
        "  - observe: {about: {/apiVersion: \"%s\"}}\n    expect: {exchanges: 1}\n"
            .formatted(version);
    assertThat(stage.scenario("observes", step).one().verdict()).isEqualTo(verdict);
  }

  @Test
  void whatIsExpectedOfNoCallIsNotMet() throws Exception {
    assertThat(observing("{each: {method: POST}}").verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void whoExpectsNothingOfTheObserverErrs() throws Exception {
    ScenarioResult result = stage.scenario("observes", "  - observe: {as: webhook}\n").one();
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("expects nothing");
  }

  @Test
  void anObserverThatFailsIsAnError() throws Exception {
    status = 500;
    ScenarioResult result = observing("{exchanges: 1}");
    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("the observer answered HTTP 500");
  }

  @Test
  void aRefusalThatTheWebhookWasAskedAboutIsObserved() throws Exception {
    items = call(WEBHOOK_TOKEN, "01.000");
    stage.managed.says(Replies.knowing(Replies.unauthorized()));
    ScenarioResult result =
        stage
            .scenario(
                "observes",
                Stage.CONTROL
                    + """
                      - title: refused
                        request: {endpoint: unmanaged, as: webhook}
                        expect: {identity: none, status: 401}
                      - title: asked
                        observe: {as: webhook}
                        expect: {exchanges: 1}
                    """)
            .one();
    assertThat(result.verdict()).isEqualTo(Verdict.PASSED);
    assertThat(result.evidence()).isEqualTo(Evidence.OBSERVED);
  }
}
