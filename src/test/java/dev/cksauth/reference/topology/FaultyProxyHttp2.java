package dev.cksauth.reference.topology;

import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.RequestHead;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicHeader;
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

/** Takes one request by HTTP/2 and writes its header into HTTP/1.1 without a look at it. */
final class FaultyProxyHttp2 {
  private static final int PREFACE = 24;
  private static final int LARGEST_FRAME = 16 << 10;
  private static final int TABLE = 4096;

  private final FrameFactory frames = DefaultFrameFactory.INSTANCE;
  private final Function<RequestHead, Optional<Caller>> callers;
  private final FaultyProxyBacks backs;
  private final ByteArrayOutputStream block = new ByteArrayOutputStream();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  FaultyProxyHttp2(Function<RequestHead, Optional<Caller>> callers, FaultyProxyBacks backs) {
    this.callers = callers;
    this.backs = backs;
  }

  void serve(Socket socket) throws IOException {
    FrameOutputBuffer writer = new FrameOutputBuffer(LARGEST_FRAME);
    FrameInputBuffer reader = new FrameInputBuffer(LARGEST_FRAME);
    byte[] preface = socket.getInputStream().readNBytes(PREFACE);
    if (preface.length < PREFACE) {
      return;
    }
    writer.write(frames.createSettings(), socket.getOutputStream());
    boolean ended = false;
    int stream = 0;
    while (!ended) {
      RawFrame frame = reader.read(socket.getInputStream());
      if (frame.isType(FrameType.SETTINGS) && !frame.isFlagSet(FrameFlag.ACK)) {
        writer.write(frames.createSettingsAck(), socket.getOutputStream());
      } else if (frame.isType(FrameType.HEADERS)) {
        collect(frame, block);
        stream = frame.getStreamId();
        ended = frame.isFlagSet(FrameFlag.END_STREAM);
      } else if (frame.isType(FrameType.DATA)) {
        collect(frame, body);
        ended = frame.isFlagSet(FrameFlag.END_STREAM);
      }
    }
    byte[] answer = answer();
    ByteArrayInputStream rest = new ByteArrayInputStream(answer);
    String status = FaultyProxy.head(rest).getFirst().split(" ", 3)[1];
    writer.write(frames.createHeaders(stream, head(status), true, false), socket.getOutputStream());
    writer.write(
        frames.createData(stream, ByteBuffer.wrap(rest.readAllBytes()), true),
        socket.getOutputStream());
    socket.getOutputStream().flush();
    socket.getInputStream().transferTo(ByteArrayOutputStream.nullOutputStream());
  }

  private static void collect(RawFrame frame, ByteArrayOutputStream into) {
    @Nullable ByteBuffer payload = frame.getPayloadContent();
    if (payload != null) {
      if (frame.isType(FrameType.HEADERS) && frame.isFlagSet(FrameFlag.PRIORITY)) {
        payload.position(payload.position() + 5);
      }
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      into.writeBytes(bytes);
    }
  }

  private static ByteBuffer head(String status) throws IOException {
    ByteArrayBuffer encoded = new ByteArrayBuffer(TABLE);
    HPackEncoder encoder = new HPackEncoder(TABLE, StandardCharsets.UTF_8);
    encoder.encodeHeader(encoded, new BasicHeader(":status", status));
    encoder.encodeHeader(encoded, new BasicHeader("content-type", "application/json"));
    return ByteBuffer.wrap(encoded.toByteArray());
  }

  private byte[] answer() throws IOException {
    List<Header> headers = new ArrayList<>();
    try {
      new HPackDecoder(TABLE, StandardCharsets.UTF_8)
          .decodeHeaders(ByteBuffer.wrap(block.toByteArray()))
          .forEach(each -> headers.add(new Header(each.getName(), each.getValue())));
    } catch (HttpException malformed) {
      throw new IOException(malformed);
    }
    RequestHead head = new RequestHead(pseudo(headers, "method"), pseudo(headers, "path"), headers);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Optional<Caller> caller = callers.apply(head);
    if (caller.isEmpty()) {
      return "HTTP/1.1 401 No\r\n\r\n{}".getBytes(StandardCharsets.US_ASCII);
    }
    List<String> lines = new ArrayList<>();
    lines.add(head.method() + " " + head.target() + " HTTP/1.1");
    lines.add("host: " + pseudo(headers, "authority"));
    headers.stream()
        .filter(each -> !each.name().startsWith(":") && !credential(each.name()))
        .forEach(each -> lines.add(each.name() + ": " + each.value()));
    lines.addAll(FaultyProxy.impersonation(caller.get()));
    lines.add("content-length: " + body.size());
    backs.forward(lines, body.toByteArray(), answer);
    return answer.toByteArray();
  }

  private static boolean credential(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("authorization")
        || lower.equals("content-length")
        || lower.startsWith("impersonate-");
  }

  private static String pseudo(List<Header> headers, String name) {
    return headers.stream()
        .filter(each -> each.name().equals(":" + name))
        .map(Header::value)
        .findFirst()
        .orElse("");
  }
}
