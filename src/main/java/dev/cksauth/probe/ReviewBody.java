package dev.cksauth.probe;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The object of an answer to a review, read as an API server's decoder does (contract A.2). */
sealed interface ReviewBody {
  /** An object of the right kind and version; its status is yet to be read. */
  record Read(TypedNode review) implements ReviewBody {}

  /**
   * What an API server logs as an outage.
   *
   * @param why in words
   */
  record Unreadable(String why) implements ReviewBody {}

  /**
   * Reads what came back.
   *
   * @param kind such as {@code TokenReview}
   * @param apiVersion the request's
   */
  static ReviewBody read(Outcome outcome, String kind, String apiVersion) {
    if (!(outcome instanceof Outcome.Answered answered)) {
      return new Unreadable(((Outcome.Failed) outcome).words());
    }
    String type = answered.header("Content-Type").orElse("");
    if (!type.isEmpty() && !MediaType.wellFormed(type)) {
      return new Unreadable("a Content-Type that cannot be read: " + type);
    }
    if (answered.status() < 200 || answered.status() > 206) {
      return new Unreadable("status " + answered.status());
    }
    if (answered.body().length == 0) {
      return new Unreadable("an empty body");
    }
    try {
      TypedNode review = TypedNode.root(parse(Json.text(answered.body())));
      Optional<String> wrong =
          wrongKind(review.text("kind"), review.text("apiVersion"), kind, apiVersion);
      metadata(review.object("metadata"));
      return wrong.<ReviewBody>map(Unreadable::new).orElseGet(() -> new Read(review));
    } catch (JacksonException malformed) {
      return new Unreadable("a body that is neither JSON nor YAML");
    } catch (TypedNode.Mismatch mismatch) {
      return new Unreadable(mismatch.words());
    }
  }

  /** What begins as a JSON object must be one; all else is tried as YAML. */
  static JsonNode parse(String text) {
    return text.stripLeading().startsWith("{")
        ? Json.json(text)
        : Json.yaml(text.startsWith("\ufeff") ? text.substring(1) : text);
  }

  /** What is missing is taken from what was expected. */
  private static Optional<String> wrongKind(
      String kind, String apiVersion, String expectedKind, String expected) {
    if (!kind.isEmpty() && !kind.equals(expectedKind)) {
      return Optional.of("the kind of the answer is " + kind + ", not " + expectedKind);
    }
    String group = expected.substring(0, expected.indexOf('/') + 1);
    boolean good =
        apiVersion.isEmpty()
            || apiVersion.equals("/")
            || apiVersion.equals(group)
            || apiVersion.equals(expected);
    return good
        ? Optional.empty()
        : Optional.of("the apiVersion of the answer is %s, not %s".formatted(apiVersion, expected));
  }

  private static void metadata(TypedNode metadata) throws TypedNode.Mismatch {
    for (String text : List.of("name", "generateName", "namespace", "selfLink", "uid")) {
      metadata.text(text);
    }
    metadata.textMap("labels");
    metadata.textMap("annotations");
  }
}
