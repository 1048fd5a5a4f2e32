package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames written by hand: no client library sends a header that HTTP/1.1 would read as two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManagedHttp2MalformedTest {
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int GOAWAY = 7;

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
  void forwardsAWellFormedRequestOfThisClient() throws Exception {
    assertThat(firstAnswer("x-a", "b")).isEqualTo(HEADERS);
    assertThat(bench.upstream.next().values("x-a")).containsExactly("b");
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        Arguments.of("a line end in a value", "x-a", "b\r\nImpersonate-User: root"),
        Arguments.of("a line feed in a value", "x-a", "b\nImpersonate-User: root"),
        Arguments.of("a NUL in a value", "x-a", "b\0c"),
        Arguments.of("a line end in a name", "x-a: b\r\nimpersonate-user", "root"),
        Arguments.of("a colon in a name", "impersonate-user: root\r\nx", "y"),
        Arguments.of("an upper-case name", "Impersonate-User", "root"),
        Arguments.of("a header of one connection", "connection", "impersonate-user"),
        Arguments.of("a transfer encoding", "transfer-encoding", "chunked"),
        Arguments.of("an unknown pseudo-header", ":user", "root"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void forwardsNothingMalformed(String fault, String name, String value) throws Exception {
    firstAnswer(name, value);

    assertThat(bench.upstream.sawNothing()).isTrue();
  }

  private int firstAnswer(String name, String value) throws IOException {
    try (SSLSocket socket = Frames.connect(bench.endpoint.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(Frames.frame(HEADERS, 0x05, 1, block(name, value)));
      out.flush();
      return firstOf(new DataInputStream(socket.getInputStream()));
    }
  }

  private static int firstOf(DataInputStream in) throws IOException {
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      in.skipNBytes(5L + length);
      if (type == HEADERS || type == RST_STREAM || type == GOAWAY) {
        return type;
      }
    }
  }

  private byte[] block(String name, String value) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    // RFC 7541, appendix A: GET, https and / have numbers of their own.
    block.write(new byte[] {(byte) 0x82, (byte) 0x87, (byte) 0x84});
    Frames.literal(block, ":authority", "managed");
    Frames.literal(block, "authorization", "Bearer " + bench.token);
    Frames.literal(block, name, value);
    return block.toByteArray();
  }
}
