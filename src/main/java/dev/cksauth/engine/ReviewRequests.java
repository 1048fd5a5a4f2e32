package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Protocol;
import dev.cksauth.probe.RawText;
import dev.cksauth.probe.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes the requests that carry reviews to a webhook, as an API server does or as a step says. */
final class ReviewRequests {
  // One for all: each of them learns anew how to write and read.
  private static final JsonMapper JSON = new JsonMapper();

  private static final HexFormat HEX = HexFormat.of();
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  private final UnaryOperator<String> names;
  private final List<Header> login;

  /**
   * Requests for one webhook.
   *
   * @param names what the names in braces stand for
   * @param login what the webhook is shown beside the review: none, or an Authorization header
   */
  ReviewRequests(UnaryOperator<String> names, List<Header> login) {
    this.names = names;
    this.login = login;
  }

  /**
   * A request with a review.
   *
   * @param usualReview as an API server writes it
   * @param token what <code>{token}</code> stands for
   */
  ProbeRequest of(Step.Form form, Map<String, Object> usualReview, String token, Target target) {
    ObjectNode review = JSON.valueToTree(usualReview);
    form.with().ifPresent(patch -> merge(review, patch, token));
    if (!form.raw().isEmpty()) {
      return ProbeRequest.raw(RawText.ofLines(lines(form.raw(), review, token, target)));
    }
    String body =
        form.text().map(text -> filled(text, review, token)).orElseGet(() -> written(review));
    String method = form.method().orElse("POST");
    return new ProbeRequest(
        method,
        form.path()
            .map(path -> named(path, token).replace(Names.placeholder(Names.PATH), target.path()))
            .orElse(target.pathAndQuery()),
        headers(form, token),
        body.isEmpty() && !method.equals("POST")
            ? Optional.empty()
            : Optional.of(body.getBytes(StandardCharsets.UTF_8)),
        form.protocol().map(ReviewRequests::protocol).orElse(Protocol.NEGOTIATE),
        Optional.empty());
  }

  private static Protocol protocol(String word) {
    return word.equals("h2") ? Protocol.HTTP_2 : Protocol.HTTP_1_1;
  }

  private List<Header> headers(Step.Form form, String token) {
    List<Header> headers =
        new ArrayList<>(
            List.of(
                new Header("Content-Type", "application/json"),
                new Header("Accept", "application/json, */*"),
                new Header("Accept-Encoding", "gzip")));
    headers.addAll(login);
    for (Map.Entry<String, List<String>> own : form.headers().entrySet()) {
      headers.removeIf(usual -> usual.name().equalsIgnoreCase(own.getKey()));
      own.getValue().forEach(value -> headers.add(new Header(own.getKey(), named(value, token))));
    }
    return headers;
  }

  /** As Go's encoder ends an object. */
  private String written(ObjectNode review) {
    String text = JSON.writeValueAsString(review) + "\n";
    // Halves of characters have no bytes of their own: they can only be written as escapes.
    return text.chars().noneMatch(each -> Character.isSurrogate((char) each))
        ? text
        : HALF.matcher(text).replaceAll(half -> "\\" + escaped(half.group()));
  }

  private List<String> lines(List<String> raw, ObjectNode review, String token, Target target) {
    int length = written(review).strip().getBytes(StandardCharsets.UTF_8).length;
    List<String> lines = new ArrayList<>();
    for (String line : raw) {
      lines.add(
          filled(line, review, token)
              .replace(Names.placeholder(Names.HOST), target.authority())
              .replace(Names.placeholder(Names.PATH), target.path())
              .replace(Names.placeholder(Names.LENGTH), Integer.toString(length)));
    }
    return lines;
  }

  private String filled(String text, ObjectNode review, String token) {
    JsonNode audiences = review.path("spec").path("audiences");
    return named(text, token)
        .replace(
            Names.placeholder(Names.AUDIENCES), audiences.isArray() ? audiences.toString() : "[]")
        .replace(Names.placeholder(Names.REVIEW), written(review).strip());
  }

  private String named(String text, String token) {
    String escaped = Names.placeholder(Names.TOKEN_ESCAPED);
    String named = names.apply(text).replace(Names.placeholder(Names.TOKEN), token);
    return named.contains(escaped) ? named.replace(escaped, escaped(token)) : named;
  }

  private static String escaped(String token) {
    StringBuilder escaped = new StringBuilder();
    token.chars().forEach(each -> escaped.append("\\u").append(HEX.toHexDigits((char) each)));
    return escaped.toString();
  }

  /** RFC 7396: an object's members one by one, null for away, all else in the place of the old. */
  private void merge(ObjectNode into, JsonNode patch, String token) {
    for (Map.Entry<String, JsonNode> member : patch.properties()) {
      String key = member.getKey();
      JsonNode value = member.getValue();
      if (value.isNull()) {
        into.remove(key);
      } else if (value.isObject()) {
        ObjectNode own = into.get(key) instanceof ObjectNode object ? object : into.putObject(key);
        merge(own, value, token);
      } else {
        into.set(key, filled(value, token));
      }
    }
  }

  private JsonNode filled(JsonNode value, String token) {
    if (value.isArray()) {
      ArrayNode filled = JSON.createArrayNode();
      value.valueStream().forEach(each -> filled.add(filled(each, token)));
      return filled;
    }
    if (!value.isString()) {
      return value;
    }
    return value.asString().equals(Names.placeholder(Names.NULL))
        ? JSON.nullNode()
        : JSON.stringNode(named(value.asString(), token));
  }
}
