package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedHeadersTest {
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
        "Impersonate-User: system:admin",
        "impersonate-user: system:admin",
        "IMPERSONATE-GROUP: system:masters",
        "Impersonate-Uid: 1",
        "Impersonate-Extra-scopes: view",
        "Impersonate_User: system:admin",
        "Impersonate-User:",
        "Impersonate-Anything-New: x"
      })
  void refusesImpersonationWithAForbiddenStatusThatNamesNobody(String header) throws Exception {
    String answer = bench.raw("GET /api", bench.bearer(), header);

    assertThat(answer)
        .startsWith("HTTP/1.1 403 ")
        .contains("\"kind\":\"Status\"", "\"reason\":\"Forbidden\"", "impersonation")
        .doesNotContain("system:", "admin@example.com", "User \\\"");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @Test
  void refusesImpersonationThatConnectionClaimsToConsume() throws Exception {
    String answer =
        bench.raw(
            "GET /api", bench.bearer(), "Connection: Impersonate-User", "Impersonate-User: root");

    assertThat(answer).startsWith("HTTP/1.1 403 ");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @Test
  void asksForACredentialBeforeItSpeaksOfImpersonation() throws Exception {
    assertThat(bench.raw("GET /api", "Impersonate-User: root")).startsWith("HTTP/1.1 401 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Remote-User: system:admin",
        "x-remote-group: system:masters",
        "X_Remote_User: system:admin",
        "X-Remote-Extra-scopes: all",
        "X-Forwarded-Client-Cert: By=spiffe://x",
        "X-Forwarded-User: root",
        "X-Real-IP: 10.0.0.1",
        "Forwarded: for=10.0.0.1",
        "Proxy-Authorization: Basic YTpi",
        "Proxy-Connection: keep-alive",
        "Cookie: session=1",
        "Keep-Alive: timeout=5",
        "TE: trailers",
        "Trailer: Expires",
        "Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.YQ"
      })
  void keepsBackWhatClaimsAnIdentityOrConcernsOneConnection(String header) throws Exception {
    assertThat(bench.raw("GET /api", bench.bearer(), header)).startsWith("HTTP/1.1 200 ");

    String key = new Header(header.substring(0, header.indexOf(':')), "").key();
    var received = bench.upstream.next();
    assertThat(received.keys()).doesNotContain(key, key.replace('-', '_'));
  }

  @Test
  void keepsBackTheTokenItself() throws Exception {
    bench.raw("GET /api", bench.bearer());

    var received = bench.upstream.next();
    assertThat(received.keys()).doesNotContain("authorization");
    assertThat(received.headers().stream().map(Header::value)).noneMatch(bench.token::equals);
  }

  @Test
  void keepsBackHeadersThatConnectionNames() throws Exception {
    bench.raw("GET /api", bench.bearer(), "Connection: X-Hop, x-other", "X-Hop: 1", "X-OTHER: 2");

    assertThat(bench.upstream.next().keys()).doesNotContain("x-hop", "x-other");
  }

  @Test
  void keepsItsOwnImpersonationThoughConnectionNamesIt() throws Exception {
    bench.raw("GET /api", bench.bearer(), "Connection: Impersonate-User, Impersonate-Group");

    var received = bench.upstream.next();
    assertThat(received.values("Impersonate-User")).containsExactly("admin@example.com");
    assertThat(received.values("Impersonate-Group")).hasSize(2);
  }

  @Test
  void carriesOrdinaryHeadersAsTheyAre() throws Exception {
    bench.raw(
        "GET /api",
        bench.bearer(),
        "Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
        "Accept-Encoding: gzip",
        "User-Agent: kubectl/v1.37.2",
        "X-Twice: a",
        "X-Twice: b");

    var received = bench.upstream.next();
    assertThat(received.values("Accept"))
        .containsExactly("application/json;as=Table;v=v1;g=meta.k8s.io,application/json");
    assertThat(received.values("Accept-Encoding")).containsExactly("gzip");
    assertThat(received.values("User-Agent")).containsExactly("kubectl/v1.37.2");
    assertThat(received.values("X-Twice")).containsExactly("a", "b");
  }

  @Test
  void inventsNoHeadersButItsOwn() throws Exception {
    bench.raw("GET /api", bench.bearer());

    assertThat(bench.upstream.next().keys())
        .containsExactlyInAnyOrder(
            "host",
            "via",
            "x-forwarded-for",
            "impersonate-user",
            "impersonate-group",
            "impersonate-group");
  }

  @Test
  void tellsTheClientsTrueAddress() throws Exception {
    bench.raw("GET /api", bench.bearer(), "X-Forwarded-For: 203.0.113.9");

    assertThat(bench.upstream.next().values("X-Forwarded-For")).containsExactly("127.0.0.1");
  }

  @Test
  void addressesTheApiServerWhateverTheHostHeaderSays() throws Exception {
    bench.raw("GET /api", bench.bearer());

    assertThat(bench.upstream.next().values("Host"))
        .isEqualTo(List.of("127.0.0.1:" + bench.upstream.uri().getPort()));
  }

  @Test
  void dropsTrailersOfARequest() throws Exception {
    bench.raw(
        "POST /api",
        bench.bearer(),
        "Transfer-Encoding: chunked",
        "Trailer: Impersonate-User",
        "Connection: close\r\n\r\n2\r\n{}\r\n0\r\nImpersonate-User: root\r\n\r\nIgnored: x");

    var received = bench.upstream.next();
    assertThat(received.body()).isEqualTo("{}");
    assertThat(received.values("Impersonate-User")).containsExactly("admin@example.com");
  }

  @Test
  void answersAnUpgradeWithNotImplemented() throws Exception {
    String answer =
        bench.raw(
            "POST /api/v1/namespaces/a/pods/b/exec?command=ls",
            bench.bearer(),
            "Connection: Upgrade",
            "Upgrade: SPDY/3.1",
            "Content-Length: 0");

    assertThat(answer)
        .startsWith("HTTP/1.1 501 ")
        .contains("\"kind\":\"Status\"", "no protocol upgrades");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @Test
  void opensNoTunnel() throws Exception {
    try (RawClient client = bench.raw()) {
      client.send(
          "CONNECT 127.0.0.1:1 HTTP/1.1\r\nHost: 127.0.0.1:1\r\n" + bench.bearer() + "\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 405 ");
    }
    assertThat(bench.upstream.sawNothing()).isTrue();
  }
}
