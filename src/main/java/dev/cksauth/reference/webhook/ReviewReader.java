package dev.cksauth.reference.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads TokenReviews of both versions; what it does not know in one it ignores (contract A-02). */
final class ReviewReader {
  private static final Set<String> VERSIONS =
      Set.of("authentication.k8s.io/v1", "authentication.k8s.io/v1beta1");

  /** A review nests three deep; what nests deeper than this is an attack on a parser. */
  private static final int DEPTH = 64;

  private final JsonMapper json;

  /**
   * A reader of reviews.
   *
   * @param largest how many characters a token may have
   */
  ReviewReader(int largest) {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxStringLength(largest)
                    .build())
            // Two tokens in one review: whichever is taken, somebody meant the other.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    this.json =
        JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  }

  /**
   * Reads a body.
   *
   * @throws BadReviewException when it is no TokenReview of a version that is known
   */
  ReviewRequest read(byte[] body) throws BadReviewException {
    JsonNode review = parse(body);
    if (!review.isObject() || !review.path("kind").asString("").equals("TokenReview")) {
      throw new BadReviewException("not a TokenReview");
    }
    String apiVersion = text(review, "apiVersion");
    if (!VERSIONS.contains(apiVersion)) {
      throw new BadReviewException("not a version of TokenReview that is known here");
    }
    JsonNode spec = review.path("spec");
    return new ReviewRequest(apiVersion, text(spec, "token"), audiences(spec.path("audiences")));
  }

  private JsonNode parse(byte[] body) throws BadReviewException {
    try {
      return json.readTree(body);
    } catch (JacksonException malformed) {
      throw new BadReviewException("not JSON");
    }
  }

  private static String text(JsonNode object, String field) throws BadReviewException {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw new BadReviewException(field + " is not a string");
    }
    return value.asString();
  }

  private static List<String> audiences(JsonNode list) throws BadReviewException {
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new BadReviewException("audiences is not a list");
    }
    List<String> audiences = new ArrayList<>();
    for (JsonNode audience : list.values()) {
      if (!audience.isString()) {
        throw new BadReviewException("an audience is not a string");
      }
      audiences.add(audience.asString());
    }
    return audiences;
  }
}
