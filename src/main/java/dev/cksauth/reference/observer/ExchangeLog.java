package dev.cksauth.reference.observer;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What arrived at a webhook, in order; no token is ever in it. */
final class ExchangeLog {
  /** Older ones are forgotten: a run of hours must not fill the memory. */
  private static final int KEPT = 20_000;

  private static final String AUTHORIZATION = "authorization";

  private final JsonMapper json = new JsonMapper();
  private final TokenDigests digests = new TokenDigests();
  private final Deque<ObjectNode> items = new ArrayDeque<>();
  private long last;

  /**
   * What arrived, as it arrived.
   *
   * @param headers by their names, in order
   * @param certificate the subject of the client's certificate
   */
  record Arrival(
      String protocol,
      String connection,
      String method,
      String uri,
      Map<String, String> headers,
      Optional<String> certificate) {
    Arrival {
      headers = new LinkedHashMap<>(headers);
    }
  }

  /**
   * Notes an exchange at this moment.
   *
   * @return the token that it is about, or the user where it is about an access; empty where it is
   *     about neither
   */
  synchronized String add(Arrival arrival, byte[] body) {
    Optional<ObjectNode> review = review(body);
    String token = review.map(one -> one.at("/spec/token").asString("")).orElse("");
    ObjectNode item = json.createObjectNode();
    item.put("seq", ++last)
        .put("at", Instant.now().toString())
        .put("protocol", arrival.protocol())
        .put("connection", arrival.connection())
        .put("method", arrival.method())
        .put("uri", arrival.uri());
    ObjectNode headers = item.putObject("headers");
    arrival
        .headers()
        .forEach((name, value) ->
            headers.put(name, name.equalsIgnoreCase(AUTHORIZATION) ? digests.of(value) : value));
    item.put("body", body(review, token, body.length));
    arrival.certificate().ifPresent(subject -> item.put("clientCertificate", subject));
    items.addLast(item);
    if (items.size() > KEPT) {
      items.removeFirst();
    }
    return token.isEmpty()
        ? review.map(one -> one.at("/spec/user").asString("")).orElse("")
        : token;
  }

  /** What is no review may hold a token anywhere: only its length is told. */
  private String body(Optional<ObjectNode> review, String token, int length) {
    if (review.isEmpty()) {
      return length == 0 ? "" : "(%d bytes that are no review)".formatted(length);
    }
    if (!token.isEmpty() && review.get().path("spec") instanceof ObjectNode spec) {
      spec.put("token", digests.of(token));
    }
    return review.get().toString();
  }

  private Optional<ObjectNode> review(byte[] body) {
    try {
      return json.readTree(body) instanceof ObjectNode object && object.path("spec").isObject()
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException none) {
      return Optional.empty();
    }
  }

  /** All that came after a number: what an observer answers. */
  synchronized String after(long number) {
    ObjectNode answer = json.createObjectNode().put("last", last).put("key", digests.key());
    ArrayNode list = answer.putArray("items");
    for (JsonNode item : items) {
      if (item.path("seq").asLong() > number) {
        list.add(item);
      }
    }
    return answer.toString();
  }
}
