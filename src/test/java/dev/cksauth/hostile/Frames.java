package dev.cksauth.hostile;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2, in any order. */
final class Frames {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int CONTINUATION = 9;
  private static final int END_HEADERS = 4;
  private static final int END_STREAM = 1;
  private static final int PREFACE = 24;
  private static final int HEAD = 9;

  /** {@code :status: 200} of the static table. */
  private static final byte[] OK = {(byte) 0x88};

  private Frames() {}

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEAD + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] settings() {
    return frame(SETTINGS, 0, 0, new byte[0]);
  }

  static byte[] ping() {
    return frame(PING, 0, 0, new byte[8]);
  }

  static byte[] reset(int stream) {
    return frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 2});
  }

  /** The head of a 200. */
  static byte[] answer(int stream) {
    return frame(HEADERS, END_HEADERS, stream, OK);
  }

  /** A head that is to go on. */
  static byte[] begun(int stream) {
    return frame(HEADERS, 0, stream, OK);
  }

  /** More of a head: {@code x: x…}, and more to come. */
  static byte[] continued(int stream) {
    byte[] value = "y".repeat(100).getBytes(StandardCharsets.US_ASCII);
    byte[] payload =
        ByteBuffer.allocate(value.length + 4)
            .put((byte) 0)
            .put((byte) 1)
            .put((byte) 'x')
            .put((byte) value.length)
            .put(value)
            .array();
    return frame(CONTINUATION, 0, stream, payload);
  }

  /** A body's end. */
  static byte[] data(int stream, String text) {
    boolean small = text.length() < 100;
    return frame(DATA, small ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads on to the first head of a request. */
  static void awaitHeaders(InputStream in) throws IOException {
    whole(in, PREFACE);
    while (true) {
      byte[] head = whole(in, HEAD);
      whole(in, (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff));
      if (head[3] == HEADERS) {
        return;
      }
    }
  }

  private static byte[] whole(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }
}
