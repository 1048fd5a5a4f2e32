package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedTargetTest {
  private Bench bench;

  @BeforeAll
  void start() throws Exception {
    bench = new Bench();
  }

  @BeforeEach
  void forget() {
    bench.upstream.forget();
  }

  @AfterAll
  void stop() throws Exception {
    bench.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/namespaces/a%2Fb/pods",
        "/api/%2e%2e/x",
        "/api/%2E/x",
        "/api/../version",
        "/api/./version",
        "//api//v1",
        "/api;v=1/x",
        "/a%25b%0Ac",
        "/caf%C3%A9?q=%E2%82%AC",
        "/api?labelSelector=a%3Db,c+in+(d,e)&watch=1&watch=2",
        "/api?a={b}|c\"d^`",
        "/api?",
        "/api?x=http://other/path?y",
        "/a:b@c/d"
      })
  void carriesTheTargetByteForByte(String target) throws Exception {
    assertThat(bench.raw("GET " + target, bench.bearer())).startsWith("HTTP/1.1 200 ");

    assertThat(bench.upstream.next().target()).isEqualTo(target);
  }

  @Test
  void takesOnlyThePathOfAnAbsoluteTarget() throws Exception {
    assertThat(bench.raw("GET https://managed/api?x=1", bench.bearer()))
        .startsWith("HTTP/1.1 200 ");

    assertThat(bench.upstream.next().target()).isEqualTo("/api?x=1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api#x", "/api%zz", "/api%00", "/../api", "api"})
  void refusesWhatIsNoTarget(String target) throws Exception {
    assertThat(bench.raw("GET " + target, bench.bearer())).startsWith("HTTP/1.1 400 ");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "PROPFIND", "get"})
  void carriesTheMethodAsItIs(String method) throws Exception {
    assertThat(bench.raw(method + " /api", bench.bearer())).startsWith("HTTP/1.1 200 ");

    assertThat(bench.upstream.next().method()).isEqualTo(method);
  }

  @Test
  void carriesHeadersOfAlmostOneMebibyte() throws Exception {
    String value = "x".repeat((1 << 20) - 2048);

    assertThat(bench.raw("GET /api", bench.bearer(), "X-Long: " + value))
        .startsWith("HTTP/1.1 200 ");
    assertThat(bench.upstream.next().values("X-Long")).containsExactly(value);
  }

  @Test
  void refusesHeadersOfMoreThanOneMebibyte() throws Exception {
    String answer = bench.raw("GET /api", bench.bearer(), "X-Long: " + "x".repeat((1 << 20) + 1));

    assertThat(answer).startsWith("HTTP/1.1 431 ").contains("\"kind\":\"Status\"");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }
}
