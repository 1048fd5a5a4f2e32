package dev.cksauth.result;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and what came back, already redacted: it holds no secret.
 *
 * @param response absent when no answer came
 * @param millis from sending to the end of the answer or to the failure
 * @param error why no complete answer came, in words; absent otherwise
 */
public record ExchangeRecord(
    Request request, @Nullable Response response, long millis, @Nullable String error) {

  /**
   * What was sent.
   *
   * @param headers as sent, in order, names as written
   * @param lines all of it as written, where it is no request that a library would send; absent
   *     otherwise
   */
  public record Request(
      String method,
      String url,
      Map<String, List<String>> headers,
      @Nullable String body,
      @Nullable List<String> lines) {

    /** A request that a library put on the wire. */
    public Request(
        String method, String url, Map<String, List<String>> headers, @Nullable String body) {
      this(method, url, headers, body, null);
    }
  }

  /**
   * What came back.
   *
   * @param protocol as ALPN names it: {@code http/1.1} or {@code h2}
   */
  public record Response(
      int status, String protocol, Map<String, List<String>> headers, @Nullable String body) {}
}
