package dev.cksauth.reference.webhook;

import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A login API: JSON is posted, and a session's token comes back as an ExecCredential, so that a
 * kubeconfig may name curl as its plug-in.
 */
final class LoginHandler extends Handler.Abstract.NonBlocking {
  private static final int LARGEST = 16 << 10;
  private static final int DEPTH = 4;
  private static final String BEARER = "Bearer ";

  private final Map<String, LoginCall> calls;
  private final DecisionLog log;
  private final JsonMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * A handler.
   *
   * @param calls by their paths
   */
  LoginHandler(Map<String, LoginCall> calls, DecisionLog log) {
    this.calls = Map.copyOf(calls);
    this.log = log;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    @Nullable LoginCall call = calls.get(request.getHttpURI().getPath());
    if (call == null) {
      Replies.text(response, callback, HttpStatus.NOT_FOUND_404, "");
    } else if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      Replies.text(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "logins are posted");
    } else {
      read(call, request, response, callback);
    }
    return true;
  }

  private void read(LoginCall call, Request request, Response response, Callback callback) {
    Content.Source.asByteArrayAsync(
        request,
        LARGEST,
        new Promise.Invocable.NonBlocking<>() {
          @Override
          public void succeeded(byte[] body) {
            Replies.apart(callback, () -> decide(call, request, body, response, callback));
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

  private void decide(
      LoginCall call, Request request, byte[] body, Response response, Callback callback) {
    try {
      JsonNode posted = body.length == 0 ? json.createObjectNode() : json.readTree(body);
      LoginAnswer answer =
          call.answer(
              new LoginRequest(
                  text(posted, "username"),
                  text(posted, "password"),
                  text(posted, "code"),
                  token(request)));
      log.login(answer);
      reply(answer, response, callback);
    } catch (JacksonException | BadReviewException malformed) {
      Replies.text(
          response, callback, HttpStatus.BAD_REQUEST_400, "a JSON object of strings is needed");
    } catch (RuntimeException fault) {
      // Only the type: a message may quote the password.
      log.failed(fault);
      Replies.text(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "cannot tell now");
    }
  }

  private static String text(JsonNode posted, String field) throws BadReviewException {
    JsonNode value = posted.path(field);
    if (!posted.isObject() || !(value.isMissingNode() || value.isString())) {
      throw new BadReviewException("not an object of strings");
    }
    return value.asString("");
  }

  private static String token(Request request) {
    @Nullable String shown = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    return shown != null && shown.startsWith(BEARER) ? shown.substring(BEARER.length()) : "";
  }

  private void reply(LoginAnswer answer, Response response, Callback callback) {
    switch (answer) {
      case LoginAnswer.Token token ->
          Replies.json(response, callback, HttpStatus.OK_200, credential(token));
      case LoginAnswer.Enrolled(SecretValue secret) ->
          Replies.json(
              response,
              callback,
              HttpStatus.OK_200,
              json.writeValueAsBytes(json.createObjectNode().put("secret", secret.reveal())));
      case LoginAnswer.Done ignored -> {
        response.setStatus(HttpStatus.NO_CONTENT_204);
        callback.succeeded();
      }
      case LoginAnswer.Refused ignored ->
          Replies.text(response, callback, HttpStatus.UNAUTHORIZED_401, "refused");
      case LoginAnswer.Wait(Duration left) -> {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, Math.max(1, left.toSeconds() + 1));
        Replies.text(response, callback, HttpStatus.TOO_MANY_REQUESTS_429, "too many attempts");
      }
      case LoginAnswer.Unavailable ignored ->
          Replies.text(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "cannot tell now");
    }
  }

  private byte[] credential(LoginAnswer.Token token) {
    var credential =
        json.createObjectNode()
            .put("kind", "ExecCredential")
            .put("apiVersion", "client.authentication.k8s.io/v1");
    credential
        .putObject("status")
        .put("token", token.token())
        .put("expirationTimestamp", token.until().truncatedTo(ChronoUnit.SECONDS).toString());
    return json.writeValueAsBytes(credential);
  }
}
