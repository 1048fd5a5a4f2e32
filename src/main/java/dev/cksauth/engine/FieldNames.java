package dev.cksauth.engine;

import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** No field of the answer is one of TokenReview but for the case of its letters. */
final class FieldNames implements Check {

  private static final List<String> TOP =
      List.of("kind", "apiVersion", "metadata", "spec", "status");
  private static final List<String> STATUS = List.of("authenticated", "user", "audiences", "error");
  private static final List<String> USER = List.of("username", "uid", "groups", "extra");

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Exchange exchange = caller.review(caller.token(with));
    JsonNode body =
        AnswerBody.object(WebhookCaller.answered(exchange)).orElse(MissingNode.getInstance());
    List<String> wrong = new ArrayList<>();
    JsonNode status = misspelt(body, TOP, "status", wrong);
    misspelt(misspelt(status, STATUS, "user", wrong), USER, "", wrong);
    return WebhookCaller.finding(
        Judged.of(
            wrong.isEmpty(),
            "the fields are spelt as in TokenReview",
            wrong.isEmpty() ? "so they are" : String.join(", ", wrong)),
        exchange);
  }

  /** Notes what is spelt otherwise; the next object to look at is found in any case. */
  private static JsonNode misspelt(
      JsonNode object, List<String> known, String next, List<String> wrong) {
    JsonNode found = MissingNode.getInstance();
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      for (String right : known) {
        if (name.equalsIgnoreCase(right) && !name.equals(right)) {
          wrong.add(name + " instead of " + right);
        }
      }
      found = name.equalsIgnoreCase(next) ? member.getValue() : found;
    }
    return found;
  }
}
