package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Observer;
import dev.cksauth.subject.SecretValue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the observer before a webhook tells, from a point on. */
final class Observations {
  /** After no call that there ever was: for the number of the last one alone. */
  private static final long BEYOND = 999_999_999_999L;

  private static final int OK = 200;
  private static final String ALGORITHM = "HmacSHA256";
  private static final String DIGEST = "hmac-sha256:";

  private final Session session;
  private final Observer observer;
  private final long begin;
  private final JsonMapper json = new JsonMapper();
  private long last;

  private Observations(Session session, Observer observer, long begin) {
    this.session = session;
    this.observer = observer;
    this.begin = begin;
    this.last = begin;
  }

  /**
   * A call that a webhook got.
   *
   * @param body as JSON; a missing node where it is none
   * @param certificate the subject of the client's certificate
   */
  record Seen(
      long seq,
      Instant at,
      String protocol,
      String connection,
      String method,
      String uri,
      Map<String, String> headers,
      JsonNode body,
      Optional<String> certificate) {

    private boolean has(Map.Entry<String, String> text) {
      return body.at(text.getKey()).asString("").equals(text.getValue());
    }
  }

  /** Begins to watch a webhook. */
  static Observations begin(Session session, String webhook)
      throws NotTestedException, UnknownFactsException {
    Observer observer =
        Given.webhook(session.subject(), webhook)
            .flatMap(part -> part.observer())
            .orElseThrow(() ->
                new NotTestedException("the subject's file gives no observer of the webhook"));
    Observations whole = new Observations(session, observer, BEYOND);
    return new Observations(session, observer, whole.answer(BEYOND).path("last").asLong());
  }

  /**
   * The calls since the begin, or since {@link #mark}.
   *
   * @param token which they are about; empty: all
   * @param about what must stand in their reviews
   */
  List<Seen> seen(Optional<SecretValue> token, Map<String, String> about, boolean sinceMark)
      throws UnknownFactsException {
    JsonNode answer = answer(sinceMark ? last : begin);
    String key = answer.path("key").asString("");
    Optional<String> digest =
        token.isPresent() ? Optional.of(digest(key, token.get().reveal())) : Optional.empty();
    List<Seen> seen = new ArrayList<>();
    for (JsonNode item : answer.path("items")) {
      Seen one = read(item);
      boolean same =
          digest.isEmpty() || one.body().at("/spec/token").asString("").equals(digest.get());
      if (same && about.entrySet().stream().allMatch(one::has)) {
        seen.add(one);
      }
    }
    return seen;
  }

  /** Marks the present end, for what comes after it. */
  void mark() throws UnknownFactsException {
    last = answer(BEYOND).path("last").asLong();
  }

  private JsonNode answer(long after) throws UnknownFactsException {
    URI url = observer.url();
    Exchange exchange =
        session
            .prober()
            .send(
                new Target("observer", url.resolve("/"), Optional.empty(), Actions.PLAIN),
                ProbeRequest.get(url.getRawPath() + "/exchanges?after=" + after));
    return switch (exchange.outcome()) {
      case Outcome.Failed failed ->
          throw new UnknownFactsException("the observer: " + failed.words());
      case Outcome.Answered answered -> parsed(answered);
    };
  }

  private JsonNode parsed(Outcome.Answered answered) throws UnknownFactsException {
    if (answered.status() != OK) {
      throw new UnknownFactsException("the observer answered HTTP " + answered.status());
    }
    try {
      JsonNode node = json.readTree(new String(answered.body(), StandardCharsets.UTF_8));
      if (node.path("last").isIntegralNumber() && node.path("items").isArray()) {
        return node;
      }
    } catch (JacksonException notJson) {
      // The same as an answer of another form.
    }
    throw new UnknownFactsException("the observer's answer has another form than the documented");
  }

  private Seen read(JsonNode item) throws UnknownFactsException {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    item.path("headers")
        .properties()
        .forEach(header -> headers.put(header.getKey(), header.getValue().asString("")));
    try {
      return new Seen(
          item.path("seq").asLong(),
          Instant.parse(item.path("at").asString("")),
          item.path("protocol").asString(""),
          item.path("connection").asString(""),
          item.path("method").asString(""),
          item.path("uri").asString(""),
          headers,
          body(item.path("body").asString("")),
          item.has("clientCertificate")
              ? Optional.of(item.path("clientCertificate").asString(""))
              : Optional.empty());
    } catch (DateTimeException notATime) {
      throw new UnknownFactsException("the observer tells no time of a call");
    }
  }

  private JsonNode body(String text) {
    try {
      return json.readTree(text);
    } catch (JacksonException notJson) {
      return json.missingNode();
    }
  }

  /** As the observer writes a token, so that none need be told it. */
  private static String digest(String key, String token) throws UnknownFactsException {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(HexFormat.of().parseHex(key), ALGORITHM));
      return DIGEST + HexFormat.of().formatHex(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException | IllegalArgumentException noKey) {
      throw new UnknownFactsException("the observer gives no key of its digests");
    }
  }
}
