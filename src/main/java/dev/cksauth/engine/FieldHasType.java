package dev.cksauth.engine;

import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A field of the answer has the type that TokenReview gives it, or is not there. */
final class FieldHasType implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Exchange exchange = caller.review(caller.token(with));
    Outcome.Answered answered = WebhookCaller.answered(exchange);
    String field = with.path("field").asString("");
    String type = with.path("type").asString("");
    Optional<JsonNode> body = AnswerBody.object(answered);
    if (body.isEmpty()) {
      return WebhookCaller.finding(
          Judged.met(field + " is " + type, "the answer holds no object"), exchange);
    }
    JsonNode value = body.get().at("/" + field.replace('.', '/'));
    boolean absent = value.isMissingNode() || value.isNull();
    return WebhookCaller.finding(
        Judged.of(
            absent || is(value, type),
            field + " is " + type + ", or absent",
            field + (absent ? " is absent" : " is " + shown(value))),
        exchange);
  }

  private static boolean is(JsonNode value, String type) {
    return switch (type) {
      case "a boolean" -> value.isBoolean();
      case "a text" -> value.isString();
      case "an object" -> value.isObject();
      case "a list of texts" -> texts(value);
      case "an object with lists of texts" ->
          value.isObject() && value.valueStream().allMatch(each -> each.isNull() || texts(each));
      default -> throw new IllegalArgumentException("no type " + type);
    };
  }

  private static boolean texts(JsonNode list) {
    return list.isArray() && list.valueStream().allMatch(JsonNode::isString);
  }

  private static String shown(JsonNode value) {
    String type =
        switch (value.getNodeType()) {
          case STRING -> "the text ";
          case NUMBER -> "the number ";
          case BOOLEAN -> "the boolean ";
          case ARRAY -> "the list ";
          case OBJECT -> "the object ";
          case BINARY, MISSING, NULL, POJO -> "";
        };
    return type + value;
  }
}
