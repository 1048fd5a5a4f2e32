package dev.cksauth.load;

import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a review ended.
 *
 * @param error the class of what was wrong; empty where the answer is the right one
 * @param late whether it has no answer for want of time
 */
record LoadAnswer(Optional<String> error, boolean late) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final LoadAnswer RIGHT = new LoadAnswer(Optional.empty(), false);

  /**
   * An answer that came, read as an API server reads it (contract ): the statuses 200 to
   * 206 count.
   */
  static LoadAnswer of(int status, byte @Nullable [] body, boolean valid) {
    if (status < 200 || status > 206) {
      return wrong("HTTP " + status);
    }
    JsonNode review;
    try {
      review = JSON.readTree(body == null ? new byte[0] : body);
    } catch (JacksonException malformed) {
      return wrong("an answer that is no JSON");
    }
    if (!review.isObject()) {
      return wrong("an answer that is no JSON object");
    }
    boolean accepted = review.path("status").path("authenticated").asBoolean(false);
    if (accepted == valid) {
      return RIGHT;
    }
    return wrong(valid ? "a valid token denied" : "an invalid token accepted");
  }

  /** No answer came. */
  static LoadAnswer failed(Throwable failure) {
    Throwable cause = failure;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      cause = each;
      if (each instanceof TimeoutException) {
        return new LoadAnswer(Optional.of("no answer in time"), true);
      }
    }
    return wrong(
        switch (cause) {
          case ConnectException refused -> "connection refused";
          case SSLException tls -> "TLS: " + tls.getMessage();
          case ProtocolException other when other.getMessage() != null ->
              "no answer: " + other.getMessage();
          case ClosedChannelException closed -> "connection closed before the answer";
          default -> "no answer: " + cause.getClass().getSimpleName();
        });
  }

  static LoadAnswer wrong(String what) {
    return new LoadAnswer(Optional.of(what), false);
  }
}
