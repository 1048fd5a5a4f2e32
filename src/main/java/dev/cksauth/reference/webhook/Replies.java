package dev.cksauth.reference.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers to requests, none of which is to be kept by anybody on the way. */
final class Replies {
  private Replies() {}

  /**
   * Does what may wait for an issuer or a directory. The server's own threads are few: were they to
   * wait, nobody could connect, and health would not be told.
   */
  static void apart(Callback callback, Runnable work) {
    Thread.ofVirtual()
        .name("review")
        .start(() -> {
          try {
            work.run();
          } catch (RuntimeException | Error broken) {
            callback.failed(broken);
          }
        });
  }

  static void json(Response response, Callback callback, int status, byte[] body) {
    response.setStatus(status);
    write(response, callback, "application/json", body);
  }

  static void text(Response response, Callback callback, int status, String words) {
    response.setStatus(status);
    byte[] line = (words.isEmpty() ? "" : words + "\n").getBytes(StandardCharsets.UTF_8);
    write(response, callback, "text/plain;charset=utf-8", line);
  }

  private static void write(Response response, Callback callback, String type, byte[] body) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
