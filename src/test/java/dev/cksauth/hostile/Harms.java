package dev.cksauth.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.hostile.HostileServer.Deed;
import dev.cksauth.hostile.HostileServer.Harm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/** The harms of HTTP/1.1, of TLS and of the connection below. */
enum Harms {
  BODY_WITHOUT_END(
      http((socket, out) -> {
        out.write(head("Connection: close"));
        forever(out, "{\"kind\":\"TokenReview\",");
      })),
  CHUNKS_WITHOUT_END(
      http((socket, out) -> {
        out.write(head("Transfer-Encoding: chunked"));
        forever(out, "8\r\n{\"a\":1,\n\r\n");
      })),
  BODY_OF_A_GIBIBYTE(
      http((socket, out) -> {
        out.write(head("Content-Length: " + (1L << 30)));
        byte[] part = spaces(1 << 20);
        for (int i = 0; i < 1 << 10; i++) {
          out.write(part);
        }
      })),
  BOMB_OF_GZIP(
      http((socket, out) -> {
        byte[] bomb = Bomb.PACKED;
        out.write(head("Content-Encoding: gzip\r\nContent-Length: " + bomb.length));
        out.write(bomb);
        out.flush();
        HostileServer.outwait(socket);
      })),
  A_BYTE_NOW_AND_THEN(
      http((socket, out) -> {
        out.write(head("Content-Length: 100000"));
        slowly(out);
      })),
  A_HEAD_NOW_AND_THEN(
      http((socket, out) -> {
        out.write("HTTP/1.1 200 OK\r\nX-Slow: ".getBytes(ISO_8859_1));
        slowly(out);
      })),
  HEADERS_WITHOUT_END(
      http((socket, out) -> {
        out.write("HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1));
        forever(out, "X-More: and more\r\n");
      })),
  A_HEADER_WITHOUT_END(
      http((socket, out) -> {
        out.write("HTTP/1.1 200 OK\r\nX-Long: ".getBytes(ISO_8859_1));
        forever(out, "x");
      })),
  A_STATUS_LINE_WITHOUT_END(http((socket, out) -> forever(out, "HTTP/1.1 200 "))),
  PRELIMINARY_ANSWERS_WITHOUT_END(
      http((socket, out) -> forever(out, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))),
  NO_UTF_8(
      http((socket, out) ->
          answer(
              socket, out, "{\"kind\":\"TokenReview\",\"\u00ff\u00fe\u00c0".getBytes(ISO_8859_1)))),
  A_DEEP_OBJECT(http((socket, out) -> answer(socket, out, deep("{\"a\":")))),
  A_DEEP_LIST(http((socket, out) -> answer(socket, out, deep("[")))),
  A_DEEP_LIST_OF_YAML(http((socket, out) -> answer(socket, out, deep("- ")))),
  YAML_THAT_MULTIPLIES(http((socket, out) -> answer(socket, out, laughs()))),
  REDIRECTS_IN_A_CIRCLE(
      http((socket, out) -> {
        String head = "HTTP/1.1 307 Away\r\nLocation: /authenticate\r\nContent-Length: 0\r\n\r\n";
        out.write(head.getBytes(ISO_8859_1));
        out.flush();
        HostileServer.outwait(socket);
      })),
  SILENCE_AFTER_THE_REQUEST(http((socket, out) -> HostileServer.outwait(socket))),
  A_RESET_AFTER_THE_REQUEST(reset("")),
  A_RESET_WITHIN_THE_HEAD(reset("HTTP/1.1 200 OK\r\nContent-Ty")),
  A_RESET_WITHIN_THE_BODY(reset("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{\"kind\"")),
  A_HANDSHAKE_THAT_STALLS(new Harm.Bare(HostileServer::outwait)),
  HALF_A_HANDSHAKE(
      new Harm.Bare(socket -> {
        HostileServer.request(socket);
        // The head of a record of 16 KiB that never comes.
        socket.getOutputStream().write(new byte[] {0x16, 3, 3, 0x3f, 0x00, 2});
        HostileServer.outwait(socket);
      })),
  A_RESET_ON_ACCEPT(new Harm.Bare(HostileServer::reset)),
  A_RESET_IN_THE_HANDSHAKE(
      new Harm.Bare(socket -> {
        HostileServer.request(socket);
        HostileServer.reset(socket);
      })),
  FRAMES_OUT_OF_ORDER(
      http2((socket, out) -> {
        out.write(Frames.data(1, "{}"));
        out.write(Frames.answer(1));
        out.flush();
      })),
  AN_ANSWER_ON_ANOTHER_STREAM(
      http2((socket, out) -> {
        out.write(Frames.answer(7));
        out.write(Frames.data(7, "{}"));
        out.flush();
      })),
  HEADERS_THAT_GO_ON_WITHOUT_END(
      http2((socket, out) -> {
        out.write(Frames.begun(1));
        byte[] more = Frames.continued(1);
        while (!socket.isClosed()) {
          out.write(more);
        }
      })),
  SETTINGS_WITHOUT_END(
      http2((socket, out) -> {
        byte[] more = Frames.settings();
        while (!socket.isClosed()) {
          out.write(more);
        }
      })),
  PINGS_WITHOUT_END(
      http2((socket, out) -> {
        byte[] more = Frames.ping();
        while (!socket.isClosed()) {
          out.write(more);
        }
      })),
  A_STREAM_THAT_IS_RESET(
      http2((socket, out) -> {
        out.write(Frames.reset(1));
        out.flush();
        HostileServer.outwait(socket);
      })),
  A_BODY_WITHOUT_END_IN_FRAMES(
      http2((socket, out) -> {
        out.write(Frames.answer(1));
        byte[] more = Frames.data(1, " ".repeat(16 << 10));
        while (!socket.isClosed()) {
          out.write(more);
        }
      })),
  FRAMES_LARGER_THAN_AGREED(
      http2((socket, out) -> {
        out.write(Frames.answer(1));
        out.write(Frames.data(1, " ".repeat(1 << 20)));
        out.flush();
      }));

  private static final int DEPTH = 100_000;

  /** Deeds keep nothing from one connection to the next. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final Harm harm;

  Harms(Harm harm) {
    this.harm = harm;
  }

  Harm harm() {
    return harm;
  }

  /** What is said after a request. */
  @FunctionalInterface
  private interface Reply {
    void to(Socket socket, OutputStream out) throws IOException, InterruptedException;
  }

  private static Harm http(Reply reply) {
    return new Harm.Shaken(
        "http/1.1",
        socket -> {
          HostileServer.request(socket);
          reply.to(socket, socket.getOutputStream());
        });
  }

  private static Harm http2(Reply reply) {
    return new Harm.Shaken(
        "h2",
        socket -> {
          OutputStream out = socket.getOutputStream();
          out.write(Frames.settings());
          out.flush();
          Frames.awaitHeaders(socket.getInputStream());
          reply.to(socket, out);
          HostileServer.outwait(socket);
        });
  }

  private static Harm reset(String before) {
    // TLS' own socket cannot be made to reset: the bare one below it is, when it closes.
    Deed deed =
        socket -> {
          HostileServer.request(socket);
          socket.getOutputStream().write(before.getBytes(ISO_8859_1));
          socket.getOutputStream().flush();
          HostileServer.reset(socket);
        };
    return new Harm.Shaken("http/1.1", deed);
  }

  private static byte[] head(String header) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "\r\n\r\n")
        .getBytes(ISO_8859_1);
  }

  private static void answer(Socket socket, OutputStream out, byte[] body) throws IOException {
    out.write(head("Content-Length: " + body.length));
    out.write(body);
    out.flush();
    HostileServer.outwait(socket);
  }

  private static void forever(OutputStream out, String text) throws IOException {
    byte[] part = text.repeat(1 + (16 << 10) / text.length()).getBytes(ISO_8859_1);
    while (!Thread.currentThread().isInterrupted()) {
      out.write(part);
    }
  }

  private static void slowly(OutputStream out) throws IOException, InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      out.write(' ');
      out.flush();
      // The harm itself is the wait.
      Thread.sleep(500);
    }
  }

  private static byte[] spaces(int length) {
    byte[] spaces = new byte[length];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  /** Packs what takes seconds to pack: no client would wait for it. */
  static void prepare() {
    assertThat(Bomb.PACKED).isNotEmpty();
  }

  /** Half a GiB of spaces, in half a MiB. */
  private static final class Bomb {
    static final byte[] PACKED = packed();

    private static byte[] packed() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        byte[] part = spaces(1 << 20);
        for (int i = 0; i < 512; i++) {
          out.write(part);
        }
      } catch (IOException inMemory) {
        throw new UncheckedIOException(inMemory);
      }
      return bytes.toByteArray();
    }
  }

  private static byte[] deep(String level) {
    return level.repeat(DEPTH).getBytes(ISO_8859_1);
  }

  /** Nine times nine times nine, and so on, of one word. */
  private static byte[] laughs() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [lol]\n");
    for (int i = 1; i < 12; i++) {
      String last = "*a" + (i - 1);
      yaml.append("a%d: &a%d [%s]\n".formatted(i, i, (last + ",").repeat(9) + last));
    }
    return yaml.toString().getBytes(ISO_8859_1);
  }
}
