package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedAuthenticationTest {
  private static final String UNAUTHORIZED =
      """
      {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"Unauthorized","reason":"Unauthorized","code":401}
      """;
  private static final String JWT =
      "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW06c2VydmljZWFjY291bnQ6YTpiIn0.c2lnbmF0dXJl";

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

  @Test
  void impersonatesTheUserOfAConsoleToken() throws Exception {
    assertThat(bench.send(bench.authorized("/api")).statusCode()).isEqualTo(200);

    var received = bench.upstream.next();
    assertThat(received.values("Impersonate-User")).containsExactly("admin@example.com");
    assertThat(received.values("Impersonate-Group"))
        .containsExactly("cks:admins", "system:authenticated");
    assertThat(received.certificate()).isEqualTo("CN=managed-endpoint");
  }

  @Test
  void tellsTokensOfOneConnectionApartByCase() throws Exception {
    String request = "GET /api HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n";
    String swapped = "CW-SECRET-" + swapCase(bench.token.substring("CW-SECRET-".length()));
    try (RawClient client = new RawClient(Bench.PKI.context(null), bench.endpoint.port())) {
      String answers =
          client
              .send(request.formatted(bench.token, ""))
              .send(request.formatted(swapped, ""))
              .send(request.formatted(bench.token, "Connection: close\r\n"))
              .rest();
      assertThat(Pattern.compile("HTTP/1.1 ([0-9]+)").matcher(answers).results())
          .extracting(found -> found.group(1))
          .containsExactly("200", "401", "200");
    }
  }

  private static String swapCase(String text) {
    return text.chars()
        .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void putsAViewerIntoTheViewersGroup() throws Exception {
    String token = bench.console.issue("viewer@example.com");

    bench.send(bench.request("/api").header("Authorization", "Bearer " + token));

    assertThat(bench.upstream.next().values("Impersonate-Group"))
        .containsExactly("cks:viewers", "system:authenticated");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer", "BEARER", "bEaReR"})
  void takesTheSchemeInAnyCase(String scheme) throws Exception {
    var answer = bench.send(bench.request("/").header("Authorization", scheme + " " + bench.token));

    assertThat(answer.statusCode()).isEqualTo(200);
  }

  @Test
  void answersNoCredentialAsAnApiServerDoes() throws Exception {
    var answer = bench.send(bench.request("/api"));

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo(UNAUTHORIZED);
    assertThat(answer.headers().map())
        .containsOnlyKeys("cache-control", "content-length", "content-type", "date");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-cache, private");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer CW-SECRET-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "Bearer CW-SECRET-",
        "Bearer " + JWT,
        "Bearer ",
        "Bearer",
        "Basic YWRtaW46YWRtaW4=",
        "Bearer  {token}",
        "Bearer {token} more",
        "Bearer {token},Bearer {token}",
        "Token {token}",
        "{token}"
      })
  void refusesEveryOtherCredentialInTheSameWords(String credential) throws Exception {
    String value = credential.replace("{token}", bench.token);
    String answer = bench.raw("GET /api", "Authorization: " + value);

    assertThat(answer).startsWith("HTTP/1.1 401 ").endsWith("\r\n\r\n" + UNAUTHORIZED);
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @Test
  void refusesTwoAuthorizationHeadersThoughBothAreGood() throws Exception {
    assertThat(bench.raw("GET /api", bench.bearer(), bench.bearer())).startsWith("HTTP/1.1 401 ");
    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  @Test
  void refusesATokenInAWebSocketProtocol() throws Exception {
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(bench.token.getBytes(StandardCharsets.US_ASCII));

    String answer =
        bench.raw(
            "GET /api/v1/pods?watch=1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io." + encoded);

    assertThat(answer).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void refusesATokenInTheQuery() throws Exception {
    assertThat(bench.raw("GET /api?access_token=" + bench.token)).startsWith("HTTP/1.1 401 ");
  }

  @Test
  void ignoresAClientCertificateAndDoesNotAskForOne() throws Exception {
    HttpClient client =
        HttpClient.newBuilder()
            .sslContext(Bench.PKI.context(Bench.PKI.identity("system:masters")))
            .build();

    HttpResponse<String> answer;
    try (client) {
      answer = client.send(bench.request("/api").build(), HttpResponse.BodyHandlers.ofString());
    }

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.sslSession().map(SSLSession::getLocalCertificates).orElse(null)).isNull();
  }

  @Test
  void revocationTakesEffectAtOnceOnAnOpenConnection() throws Exception {
    String token = bench.console.issue("admin@example.com");
    HttpRequest request = bench.request("/api").header("Authorization", "Bearer " + token).build();
    try (HttpClient client = Bench.client(HttpClient.Version.HTTP_2)) {
      var before = client.send(request, HttpResponse.BodyHandlers.discarding());
      bench.console.revoke(token);
      var after = client.send(request, HttpResponse.BodyHandlers.discarding());

      assertThat(before.statusCode()).isEqualTo(200);
      assertThat(after.statusCode()).isEqualTo(401);
    }
  }

  @Test
  void aRefusedRequestWithABodyDoesNotDisturbTheNext() throws Exception {
    try (RawClient client = bench.raw()) {
      client.send("POST /api HTTP/1.1\r\nHost: m\r\nContent-Length: 5\r\n\r\nhello");
      assertThat(client.head()).startsWith("HTTP/1.1 401 ");
      assertThat(client.body(UNAUTHORIZED.length())).isEqualTo(UNAUTHORIZED);
      client.send("GET /api HTTP/1.1\r\nHost: m\r\n" + bench.bearer() + "\r\n\r\n");
      assertThat(client.head()).startsWith("HTTP/1.1 200 ");
    }
  }
}
