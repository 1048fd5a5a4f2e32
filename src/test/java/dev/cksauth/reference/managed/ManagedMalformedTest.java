package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedMalformedTest {
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

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("two framings", "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n", "{}"),
        Arguments.of("two lengths", "Content-Length: 2\r\nContent-Length: 3\r\n", "{}"),
        Arguments.of("a list of lengths", "Content-Length: 2, 3\r\n", "{}"),
        Arguments.of("a signed length", "Content-Length: +2\r\n", "{}"),
        Arguments.of("a negative length", "Content-Length: -2\r\n", "{}"),
        Arguments.of("chunked twice", "Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"),
        Arguments.of("chunked not last", "Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"),
        Arguments.of("a folded header", "X-A: b\r\n c\r\n", ""),
        Arguments.of("a folded credential", "X-A:\r\n Impersonate-User: root\r\n", ""),
        Arguments.of("a bare carriage return", "X-A: b\rImpersonate-User: root\r\n", ""),
        Arguments.of("a bare line feed", "X-A: b\nX-B: c\r\n", ""),
        Arguments.of("a NUL in a value", "X-A: b\0c\r\n", ""),
        Arguments.of("a NUL in a name", "X-\0A: b\r\n", ""),
        Arguments.of("a space before the colon", "Impersonate-User : root\r\n", ""),
        Arguments.of("a space in a name", "X A: b\r\n", ""),
        Arguments.of("no colon", "Impersonate-User\r\n", ""),
        Arguments.of("no name", ": root\r\n", ""),
        Arguments.of("an upgrade that Connection does not name", "Upgrade: h2c\r\n", ""),
        Arguments.of("two hosts", "Host: other\r\n", ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesAndForwardsNothing(String fault, String headers, String body) throws Exception {
    try (RawClient client = bench.raw()) {
      String answer =
          client
              .send(
                  "POST /api HTTP/1.1\r\nHost: managed\r\n"
                      + bench.bearer()
                      + "\r\n"
                      + headers
                      + "\r\n"
                      + body)
              .rest();

      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .contains("\"kind\":\"Status\"")
          .doesNotContain(bench.token);
      assertThat(bench.upstream.sawNothing()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("requestLines")
  void refusesABadRequestLine(String line) throws Exception {
    try (RawClient client = bench.raw()) {
      String answer =
          client.send(line + "\r\nHost: managed\r\n" + bench.bearer() + "\r\n\r\n").rest();

      assertThat(answer).matches("(?s)HTTP/1.1 (400|505) .*").contains("\"kind\":\"Status\"");
      assertThat(bench.upstream.sawNothing()).isTrue();
    }
  }

  static Stream<String> requestLines() {
    return Stream.of("GET /api HTTP/3.7", "GET /a b HTTP/1.1", "G\0T /api HTTP/1.1");
  }
}
