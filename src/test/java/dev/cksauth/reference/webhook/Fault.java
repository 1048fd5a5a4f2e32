package dev.cksauth.reference.webhook;

import dev.cksauth.reference.managed.TlsIdentity;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What one webhook does otherwise than the honest sample that it is made of. */
public interface Fault {

  /** None. */
  Fault NONE = new Fault() {};

  /** Decides otherwise. */
  default TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
    return honest;
  }

  /** Answers otherwise. */
  default Reply answer(Asked asked, Honest honest) throws Exception {
    return honest.answer(asked);
  }

  /** Is served otherwise. */
  default WebhookServerSpec served(WebhookServerSpec spec) throws Exception {
    return spec;
  }

  /** Is given another certificate when the old one is to be replaced. */
  default TlsIdentity renewed(TlsIdentity identity) {
    return identity;
  }

  /** Writes what it likes to the log. */
  static void log(DecisionLog log, String words) {
    log.bad(words);
  }

  /** What the honest sample would have answered. */
  @FunctionalInterface
  interface Honest {
    Reply answer(Asked asked) throws Exception;
  }

  /**
   * A request.
   *
   * @param target path and query
   * @param headers by their names in small letters
   * @param raw the body, a character for each byte
   * @param connection the same object for each request of one connection
   * @param protocol such as {@code HTTP/2.0}
   */
  record Asked(
      String method,
      String target,
      Map<String, String> headers,
      String raw,
      Object connection,
      String protocol) {
    private static final JsonMapper JSON = new JsonMapper();

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public String path() {
      return target.replaceFirst("\\?.*", "");
    }

    public byte[] body() {
      return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    public String text() {
      return new String(body(), StandardCharsets.UTF_8);
    }

    /** The first JSON value of the body; a missing node where that is none. */
    public JsonNode json() {
      try {
        return JSON.readTree(body());
      } catch (JacksonException notJson) {
        return JSON.missingNode();
      }
    }

    public String token() {
      return json().at("/spec/token").asString("");
    }

    /** The same with another body. */
    public Asked with(String text) {
      return new Asked(method, target, headers, Fault.raw(text), connection, protocol);
    }

    /** The same review of another token. */
    public Asked withToken(String token) {
      JsonNode review = json();
      if (!review.path("spec").isObject()) {
        return this;
      }
      review.withObject("/spec").put("token", token);
      return with(review.toString());
    }

    /** The same as an API server would have posted it to this path. */
    public Asked posted(String path) {
      Map<String, String> usual = new HashMap<>(headers);
      usual.put("content-type", "application/json");
      return new Asked("POST", path, usual, raw, connection, protocol);
    }
  }

  private static String raw(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** An answer; a status of 0 ends the connection instead. Its body is text. */
  record Reply(int status, Map<String, String> headers, String text) {

    public static Reply of(int status, String type, String body) {
      return new Reply(status, Map.of("Content-Type", type), body);
    }

    public static Reply json(String body) {
      return of(200, "application/json", body);
    }

    public static Reply cut() {
      return new Reply(0, Map.of(), "");
    }

    public Reply with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.keySet().removeIf(each -> each.toLowerCase(Locale.ROOT).equals(lower(name)));
      more.put(name, value);
      return new Reply(status, more, text);
    }

    private static String lower(String name) {
      return name.toLowerCase(Locale.ROOT);
    }

    public Reply withStatus(int other) {
      return new Reply(other, headers, text);
    }

    public Reply withText(Function<String, String> change) {
      return new Reply(status, headers, change.apply(text));
    }

    /** Whether it is an answer to a review. */
    public boolean reviewed() {
      return status == 200 && text().startsWith("{");
    }

    public boolean accepts() {
      return text().contains("\"authenticated\":true");
    }

    public boolean denies() {
      return text().contains("\"authenticated\":false");
    }
  }
}
