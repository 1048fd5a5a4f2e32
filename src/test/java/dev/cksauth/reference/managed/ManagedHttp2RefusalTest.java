package dev.cksauth.reference.managed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** What follows a refusal that was given before the request's body had come. */
final class ManagedHttp2RefusalTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int PING = 6;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  @Test
  void theStreamIsNotReset() throws Exception {
    try (Bench bench = new Bench();
        SSLSocket socket = Frames.connect(bench.endpoint.port())) {
      OutputStream out = socket.getOutputStream();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      out.write(Frames.frame(HEADERS, END_HEADERS, 1, postWithUnknownToken()));
      out.flush();
      List<Integer> seen = new ArrayList<>(until(in, DATA, END_STREAM));
      out.write(Frames.frame(DATA, END_STREAM, 1, new byte[] {'{', '}'}));
      out.write(Frames.frame(PING, 0, 0, new byte[8]));
      out.flush();
      seen.addAll(until(in, PING, 1));
      assertThat(seen).contains(HEADERS).doesNotContain(RST_STREAM);
    }
  }

  private static byte[] postWithUnknownToken() throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    // RFC 7541, appendix A: POST, https and / have numbers of their own.
    block.write(new byte[] {(byte) 0x83, (byte) 0x87, (byte) 0x84});
    Frames.literal(block, ":authority", "managed");
    Frames.literal(block, "authorization", "Bearer nobody's");
    return block.toByteArray();
  }

  /** The types of the frames that come, up to one of this type with this flag. */
  private static List<Integer> until(DataInputStream in, int wanted, int flag) throws IOException {
    List<Integer> types = new ArrayList<>();
    while (true) {
      int length = (in.readUnsignedByte() << 16) | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      in.skipNBytes(4L + length);
      types.add(type);
      if (type == wanted && (flags & flag) != 0) {
        return types;
      }
    }
  }
}
