package dev.cksauth.reference.managed;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Answers what Jetty itself refuses, malformed requests above all, with a {@code Status}. Jetty's
 * own page quotes its reasons, and these quote the request.
 */
final class StatusErrorHandler extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int code = response.getStatus();
    String word = HttpStatus.getMessage(code);
    Refusals.write(Refusal.status(code, reason(code), word), response, callback);
    return true;
  }

  private static @Nullable String reason(int code) {
    return switch (code) {
      case 400 -> "BadRequest";
      case 405 -> "MethodNotAllowed";
      case 413 -> "RequestEntityTooLarge";
      case 500 -> "InternalError";
      default -> null;
    };
  }
}
