package dev.cksauth.reference.webhook;

import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** Reviews at one path, health at two others, and nothing else. */
final class ReviewHandler extends Handler.Abstract.NonBlocking {
  private static final String HEALTHY = "/healthz";
  private static final String READY = "/readyz";

  private final String path;
  private final TokenAuthenticator authenticator;
  private final DecisionLog log;
  private final int largest;
  private final ReviewReader reader;
  private final ReviewWriter writer = new ReviewWriter();

  /**
   * A handler.
   *
   * @param path of reviews; the query is not looked at, for an API server adds one (contract A-01)
   * @param largest body in bytes; over it, 413
   */
  ReviewHandler(String path, TokenAuthenticator authenticator, DecisionLog log, int largest) {
    this.path = path;
    this.authenticator = authenticator;
    this.log = log;
    this.largest = largest;
    this.reader = new ReviewReader(largest);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String asked = request.getHttpURI().getPath();
    if (asked.equals(HEALTHY)) {
      Replies.text(response, callback, HttpStatus.OK_200, "");
    } else if (asked.equals(READY)) {
      Replies.apart(callback, () -> ready(response, callback));
    } else if (!asked.equals(path)) {
      Replies.text(response, callback, HttpStatus.NOT_FOUND_404, "reviews are at another path");
    } else if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      Replies.text(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "reviews are posted");
    } else if (!json(request.getHeaders().get(HttpHeader.CONTENT_TYPE))) {
      Replies.text(response, callback, HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "reviews are JSON");
    } else if (request.getLength() > largest) {
      Replies.text(response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413, "larger than any review");
    } else {
      review(request, response, callback);
    }
    return true;
  }

  /** What says nothing of its type is taken at its word later. */
  private static boolean json(String contentType) {
    return contentType == null
        || contentType
            .replaceFirst(";.*", "")
            .strip()
            .toLowerCase(Locale.ROOT)
            .equals("application/json");
  }

  private void review(Request request, Response response, Callback callback) {
    // A chunked body says nothing of its length: reading stops at one byte too many.
    Content.Source.asByteArrayAsync(
        request,
        largest,
        new Promise.Invocable.NonBlocking<>() {
          @Override
          public void succeeded(byte[] body) {
            Replies.apart(callback, () -> decide(body, response, callback));
          }

          @Override
          public void failed(Throwable failed) {
            boolean over = failed instanceof IllegalStateException;
            Replies.text(
                response,
                callback,
                over ? HttpStatus.PAYLOAD_TOO_LARGE_413 : HttpStatus.BAD_REQUEST_400,
                "the request could not be read");
          }
        });
  }

  private void ready(Response response, Callback callback) {
    boolean ready = authenticator.ready();
    Replies.text(
        response, callback, ready ? HttpStatus.OK_200 : HttpStatus.SERVICE_UNAVAILABLE_503, "");
  }

  private void decide(byte[] body, Response response, Callback callback) {
    try {
      ReviewRequest review = reader.read(body);
      Decision decision = authenticator.authenticate(review.token(), review.audiences());
      log.decided(decision);
      switch (decision) {
        case Decision.Authenticated good ->
            Replies.json(
                response,
                callback,
                HttpStatus.OK_200,
                writer.authenticated(review.apiVersion(), good));
        case Decision.NotAuthenticated ignored ->
            Replies.json(
                response,
                callback,
                HttpStatus.OK_200,
                writer.notAuthenticated(review.apiVersion()));
        // Not 503, which an API server does not try again (contract A-42).
        case Decision.Undecided ignored ->
            Replies.text(
                response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "cannot decide now");
      }
    } catch (BadReviewException bad) {
      log.bad(bad.words());
      Replies.text(response, callback, HttpStatus.BAD_REQUEST_400, bad.words());
    } catch (RuntimeException fault) {
      // Only the type: a message may quote the token.
      log.failed(fault);
      Replies.text(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "cannot decide now");
    }
  }
}
