package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.frame.DefaultFrameFactory;
import org.apache.hc.core5.http2.frame.FrameFactory;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.impl.io.FrameInputBuffer;
import org.apache.hc.core5.http2.impl.io.FrameOutputBuffer;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.junit.jupiter.api.Test;

/** Requests by HTTP/2 with headers that no library sends. */
class UncheckedHttp2Test {
  private static final FrameFactory FRAMES = DefaultFrameFactory.INSTANCE;

  private final Probing probing = new Probing();
  private final List<String> seen = new CopyOnWriteArrayList<>();

  /** What a server says once it has the whole request. */
  @FunctionalInterface
  private interface Says {
    void say(FrameOutputBuffer writer, java.io.OutputStream out) throws Exception;
  }

  private RawServer server(Says says) throws Exception {
    return RawServer.tls(
        probing.identity(Probing.HOST),
        (it, socket) -> {
          byte[] preface = socket.getInputStream().readNBytes(24);
          assertThat(preface).asString().startsWith("PRI * HTTP/2.0");
          FrameInputBuffer reader = new FrameInputBuffer(16 << 10);
          FrameOutputBuffer writer = new FrameOutputBuffer(16 << 10);
          writer.write(FRAMES.createSettings(), socket.getOutputStream());
          writer.write(FRAMES.createPing(ByteBuffer.allocate(8)), socket.getOutputStream());
          RawFrame frame = reader.read(socket.getInputStream());
          while (!frame.isType(FrameType.DATA)) {
            if (frame.isType(FrameType.HEADERS)) {
              decode(frame);
            }
            frame = reader.read(socket.getInputStream());
          }
          seen.add(StandardCharsets.UTF_8.decode(frame.getPayloadContent()).toString());
          try {
            says.say(writer, socket.getOutputStream());
            // Who closes with something unread resets the connection under the answer.
            socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
          } catch (Exception failed) {
            throw new java.io.IOException(failed);
          }
        },
        "h2");
  }

  private void decode(RawFrame frame) throws java.io.IOException {
    try {
      new HPackDecoder(4096, StandardCharsets.UTF_8)
          .decodeHeaders(frame.getPayloadContent())
          .forEach(header -> seen.add(header.getName() + "=" + header.getValue()));
    } catch (org.apache.hc.core5.http.HttpException malformed) {
      throw new java.io.IOException(malformed);
    }
  }

  private static ByteBuffer head(String... namesAndValues) throws Exception {
    ByteArrayBuffer block = new ByteArrayBuffer(256);
    HPackEncoder encoder = new HPackEncoder(4096, StandardCharsets.UTF_8);
    for (int at = 0; at < namesAndValues.length; at += 2) {
      encoder.encodeHeader(block, new BasicHeader(namesAndValues[at], namesAndValues[at + 1]));
    }
    return ByteBuffer.wrap(block.toByteArray());
  }

  private static ByteBuffer text(String text) {
    return StandardCharsets.UTF_8.encode(text);
  }

  private Outcome send(RawServer server) {
    try (Prober prober = Probing.prober()) {
      ProbeRequest request =
          new ProbeRequest(
              "POST",
              "/a HTTP/1.1\r\nx: y",
              List.of(new Header("x-a", "b\r\nc: d"), new Header("e: f\r\ng", "h")),
              Optional.of("{}".getBytes(StandardCharsets.UTF_8)),
              Protocol.HTTP_2,
              Optional.empty());
      return prober.sendUnchecked(probing.target(server), request).outcome();
    }
  }

  @Test
  void sentAsItStandsAndAnswered() throws Exception {
    try (RawServer server =
        server((writer, out) -> {
          writer.write(FRAMES.createHeaders(1, head(":status", "103"), true, false), out);
          writer.write(FRAMES.createHeaders(1, head(":status", "201", "a", "b"), true, false), out);
          writer.write(FRAMES.createData(1, text("h"), false), out);
          writer.write(FRAMES.createData(1, text("i"), false), out);
          writer.write(FRAMES.createData(1, text(""), true), out);
          out.flush();
        })) {
      assertThat(send(server))
          .isInstanceOfSatisfying(
              Outcome.Answered.class,
              answered -> {
                assertThat(answered.status()).isEqualTo(201);
                assertThat(answered.protocol()).isEqualTo("h2");
                assertThat(answered.headers()).containsExactly(new Header("a", "b"));
                assertThat(answered.body()).asString().isEqualTo("hi");
              });
      assertThat(seen)
          .containsExactly(
              ":method=POST",
              ":scheme=https",
              ":authority=" + Probing.HOST,
              ":path=/a HTTP/1.1\r\nx: y",
              "x-a=b\r\nc: d",
              "e: f\r\ng=h",
              "{}");
    }
  }

  @Test
  void aStreamThatIsResetHasNoAnswer() throws Exception {
    try (RawServer server =
        server((writer, out) -> {
          writer.write(FRAMES.createResetStream(1, H2Error.PROTOCOL_ERROR), out);
          out.flush();
        })) {
      assertThat(send(server))
          .isEqualTo(
              new Outcome.Failed(Failure.RESET, "the connection was closed before an answer"));
    }
  }

  @Test
  void aFarewellWithAnErrorIsNoAnswer() throws Exception {
    try (RawServer server =
        server((writer, out) -> {
          writer.write(FRAMES.createGoAway(0, H2Error.PROTOCOL_ERROR, "no"), out);
          out.flush();
        })) {
      assertThat(send(server))
          .isEqualTo(
              new Outcome.Failed(Failure.RESET, "the connection was closed before an answer"));
    }
  }

  @Test
  void aFarewellThatStillAnswersIsWaitedFor() throws Exception {
    try (RawServer server =
        server((writer, out) -> {
          writer.write(FRAMES.createGoAway(1, H2Error.NO_ERROR, "soon"), out);
          writer.write(FRAMES.createHeaders(1, head(":status", "401"), true, true), out);
          out.flush();
        })) {
      assertThat(send(server))
          .isInstanceOfSatisfying(
              Outcome.Answered.class, answered -> assertThat(answered.status()).isEqualTo(401));
    }
  }

  @Test
  void aServerWithoutHttp2() throws Exception {
    try (RawServer server =
        RawServer.tls(probing.identity(Probing.HOST), RawServer.answering(""))) {
      assertThat(send(server))
          .isEqualTo(new Outcome.Failed(Failure.TLS, "the server offers no HTTP/2"));
    }
  }
}
