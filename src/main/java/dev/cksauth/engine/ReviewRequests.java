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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Makes the requests that carry reviews to a webhook, as an API server does or as a step says. */
final class ReviewRequests {

  private final UnaryOperator<String> names;
  private final List<Header> login;
  private final JsonMapper json = new JsonMapper();

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
    ObjectNode review = json.valueToTree(usualReview);
    form.with().ifPresent(patch -> merge(review, patch, token));
    String usual = json.writeValueAsString(review) + "\n";
    if (!form.raw().isEmpty()) {
      return ProbeRequest.raw(RawText.ofLines(lines(form.raw(), usual.strip(), token, target)));
    }
    String body = form.text().map(text -> filled(text, usual.strip(), token)).orElse(usual);
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
                new Header("Accept", "application/json, */*")));
    headers.addAll(login);
    for (Map.Entry<String, List<String>> own : form.headers().entrySet()) {
      headers.removeIf(usual -> usual.name().equalsIgnoreCase(own.getKey()));
      own.getValue().forEach(value -> headers.add(new Header(own.getKey(), named(value, token))));
    }
    return headers;
  }

  private List<String> lines(List<String> raw, String review, String token, Target target) {
    List<String> lines = new ArrayList<>();
    for (String line : raw) {
      lines.add(
          filled(line, review, token)
              .replace(Names.placeholder(Names.HOST), target.authority())
              .replace(Names.placeholder(Names.PATH), target.path())
              .replace(
                  Names.placeholder(Names.LENGTH),
                  Integer.toString(review.getBytes(StandardCharsets.UTF_8).length)));
    }
    return lines;
  }

  private String filled(String text, String review, String token) {
    return named(text, token).replace(Names.placeholder(Names.REVIEW), review);
  }

  private String named(String text, String token) {
    return names.apply(text).replace(Names.placeholder(Names.TOKEN), token);
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
      } else if (value.isString()) {
        into.put(key, named(value.asString(), token));
      } else {
        into.set(key, value);
      }
    }
  }
}
