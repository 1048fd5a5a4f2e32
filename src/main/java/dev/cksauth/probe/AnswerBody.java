package dev.cksauth.probe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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

  /** Whether it is text in UTF-8 and JSON, which is more than an API server asks for. */
  public static boolean plainJson(Outcome.Answered answered) {
    try {
      Json.json(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(answered.body())).toString());
      return true;
    } catch (JacksonException | CharacterCodingException other) {
      return false;
    }
  }

  /** Whether Go's parser takes the answer's Content-Type; one that is absent will do. */
  public static boolean readableType(Outcome.Answered answered) {
    String type = answered.header("Content-Type").orElse("");
    return type.isEmpty() || MediaType.wellFormed(type);
  }
}
