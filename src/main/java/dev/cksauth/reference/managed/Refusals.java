package dev.cksauth.reference.managed;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Writes what the endpoint answers itself. */
final class Refusals {
  private Refusals() {}

  /** Sends the refusal as the whole answer; whatever the answer held before is dropped. */
  static void write(Refusal refusal, Response response, Callback callback) {
    response.reset();
    response.setStatus(refusal.status());
    for (Header header : refusal.headers()) {
      response.getHeaders().add(header.name(), header.value());
    }
    // Readers measure clock skew from it, and Jetty is told not to add one.
    response
        .getHeaders()
        .put(HttpHeader.DATE, HttpDateTime.format(ZonedDateTime.now(ZoneOffset.UTC)));
    byte[] body = refusal.body().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, BufferUtil.toBuffer(body), callback);
  }
}
