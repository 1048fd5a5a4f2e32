package dev.cksauth.probe;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The body of an answer to a review, as an API server's decoder takes it apart. */
public final class AnswerBody {
  private AnswerBody() {}

  /** The object that it holds; empty where an API server would find none. */
  public static Optional<JsonNode> object(Outcome.Answered answered) {
    try {
      return Optional.of(ReviewBody.parse(Json.text(answered.body()))).filter(JsonNode::isObject);
    } catch (JacksonException malformed) {
      return Optional.empty();
    }
  }
}
