package dev.cksauth.reference.webhook;

import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Serves only clients that show a token: else a webhook is a place to try stolen ones at. */
final class BearerHandler extends Handler.Wrapper {
  private final byte[] expected;

  BearerHandler(SecretValue token, Handler served) {
    super(served);
    this.expected = bytes("Bearer " + token.reveal());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    String shown = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (shown != null && MessageDigest.isEqual(expected, bytes(shown))) {
      return super.handle(request, response, callback);
    }
    response.setStatus(HttpStatus.UNAUTHORIZED_401);
    callback.succeeded();
    return true;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
