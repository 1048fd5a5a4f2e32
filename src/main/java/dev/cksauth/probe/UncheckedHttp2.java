package dev.cksauth.probe;

import dev.cksauth.probe.Outcome.Answered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.StreamClosedException;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.frame.DefaultFrameFactory;
import org.apache.hc.core5.http2.frame.FrameFactory;
import org.apache.hc.core5.http2.frame.FrameFlag;
import org.apache.hc.core5.http2.frame.FrameType;
import org.apache.hc.core5.http2.frame.RawFrame;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackEncoder;
import org.apache.hc.core5.http2.impl.io.FrameInputBuffer;
import org.apache.hc.core5.http2.impl.io.FrameOutputBuffer;
import org.apache.hc.core5.util.ByteArrayBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One request over HTTP/2 whose header is sent as it stands: names and values with line ends in
 * them, as HTTP/2 can carry and no library would.
 */
final class UncheckedHttp2 {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int LARGEST_FRAME = 16 << 10;
  private static final int TABLE = 4096;
  private static final int STREAM = 1;

  private final FrameFactory frames = DefaultFrameFactory.INSTANCE;
  private final FrameOutputBuffer writer = new FrameOutputBuffer(LARGEST_FRAME);
  private final FrameInputBuffer reader = new FrameInputBuffer(LARGEST_FRAME);
  private final HPackDecoder decoder = new HPackDecoder(TABLE, StandardCharsets.UTF_8);
  private final InputStream in;
  private final OutputStream out;
  private final long maxBody;
  private final Progress progress;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<Header> headers = new ArrayList<>();
  private int status;
  private boolean ended;

  UncheckedHttp2(InputStream in, OutputStream out, long maxBody, Progress progress) {
    this.in = in;
    this.out = out;
    this.maxBody = maxBody;
    this.progress = progress;
  }

  Answered answer(ProbeRequest request, String authority) throws IOException, HttpException {
    byte[] content = request.body().orElseGet(() -> new byte[0]);
    out.write(PREFACE);
    writer.write(frames.createSettings(), out);
    boolean alone = content.length == 0;
    writer.write(frames.createHeaders(STREAM, head(request, authority), true, alone), out);
    if (!alone) {
      writer.write(frames.createData(STREAM, ByteBuffer.wrap(content), true), out);
    }
    out.flush();
    while (!take(reader.read(in))) {
      progress.reached(status == 0 ? Progress.Stage.SENT : Progress.Stage.ANSWERING);
    }
    return new Answered(status, "h2", headers, body.toByteArray());
  }

  private static ByteBuffer head(ProbeRequest request, String authority) throws IOException {
    List<BasicHeader> all = new ArrayList<>();
    all.add(new BasicHeader(":method", request.method()));
    all.add(new BasicHeader(":scheme", "https"));
    all.add(new BasicHeader(":authority", authority));
    all.add(new BasicHeader(":path", request.pathAndQuery()));
    request.headers().forEach(each -> all.add(new BasicHeader(each.name(), each.value())));
    ByteArrayBuffer block = new ByteArrayBuffer(TABLE);
    new HPackEncoder(TABLE, StandardCharsets.UTF_8).encodeHeaders(block, all, false);
    return ByteBuffer.wrap(block.toByteArray());
  }

  /** Whether the answer has ended with this frame. */
  private boolean take(RawFrame frame) throws IOException, HttpException {
    switch (FrameType.valueOf(frame.getType())) {
      case HEADERS, CONTINUATION -> headers(frame);
      case DATA -> data(frame);
      case SETTINGS -> acknowledge(frame, frames.createSettingsAck());
      case PING -> acknowledge(frame, frames.createPingAck(payload(frame)));
      case RST_STREAM -> throw new StreamClosedException("the stream was reset");
      case GOAWAY -> goAway(frame);
      case null, default -> {
        // Window updates and the like change nothing for one small request.
      }
    }
    boolean carries =
        frame.isType(FrameType.DATA)
            || frame.isType(FrameType.HEADERS)
            || frame.isType(FrameType.CONTINUATION);
    ended |= carries && frame.getStreamId() == STREAM && frame.isFlagSet(FrameFlag.END_STREAM);
    return ended && status >= 200;
  }

  private void acknowledge(RawFrame frame, RawFrame answer) throws IOException {
    if (!frame.isFlagSet(FrameFlag.ACK)) {
      try {
        writer.write(answer, out);
        out.flush();
      } catch (IOException unwanted) {
        // Who has answered and closed wants no more; the answer is still to be read.
      }
    }
  }

  /** A farewell that still answers what was sent is none yet. */
  private static void goAway(RawFrame frame) throws IOException {
    ByteBuffer payload = payload(frame);
    boolean answers = payload.getInt() >= STREAM && payload.getInt() == H2Error.NO_ERROR.getCode();
    if (!answers) {
      throw new ConnectionClosedException();
    }
  }

  private void headers(RawFrame frame) throws IOException, HttpException {
    ByteBuffer payload = payload(frame);
    if (frame.isType(FrameType.HEADERS) && frame.isFlagSet(FrameFlag.PRIORITY)) {
      payload.position(payload.position() + 5);
    }
    collect(payload, block);
    if (!frame.isFlagSet(FrameFlag.END_HEADERS)) {
      return;
    }
    List<Header> decoded = new ArrayList<>();
    for (org.apache.hc.core5.http.Header each :
        decoder.decodeHeaders(ByteBuffer.wrap(block.toByteArray()))) {
      if (each.getName().equals(":status")) {
        status = status(each.getValue());
      } else {
        decoded.add(new Header(each.getName(), each.getValue()));
      }
    }
    block.reset();
    if (status >= 200) {
      headers.addAll(decoded);
    }
  }

  private static int status(String value) throws ProtocolException {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException malformed) {
      throw new ProtocolException("a status that is no number");
    }
  }

  private void data(RawFrame frame) throws IOException {
    if (frame.getStreamId() == STREAM) {
      collect(payload(frame), body);
    }
  }

  /** The library has none where it is empty. */
  private static ByteBuffer payload(RawFrame frame) {
    @Nullable ByteBuffer payload = frame.getPayloadContent();
    return payload == null ? ByteBuffer.allocate(0) : payload;
  }

  private void collect(ByteBuffer payload, ByteArrayOutputStream into) throws IOException {
    if (into.size() + (long) payload.remaining() > maxBody) {
      throw new AnswerCollector.TooLarge();
    }
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    into.writeBytes(bytes);
  }
}
