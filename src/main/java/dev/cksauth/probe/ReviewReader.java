package dev.cksauth.probe;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads TokenReviews as an API server's decoder does. */
final class ReviewReader {
  private ReviewReader() {}

  static ReviewAnswer read(Outcome outcome, String apiVersion, List<String> audiencesAsked) {
    if (!(outcome instanceof Outcome.Answered answered)) {
      return new ReviewAnswer.Faulted(((Outcome.Failed) outcome).words());
    }
    String type = answered.header("Content-Type").orElse("");
    if (!type.isEmpty() && !MediaType.wellFormed(type)) {
      return new ReviewAnswer.Faulted("a Content-Type that cannot be read");
    }
    if (answered.status() < 200 || answered.status() > 206) {
      return new ReviewAnswer.Faulted("status " + answered.status());
    }
    if (answered.body().length == 0) {
      return new ReviewAnswer.Faulted("an empty body");
    }
    try {
      JsonNode review = parse(Json.text(answered.body()));
      return judge(review, apiVersion, audiencesAsked);
    } catch (JacksonException malformed) {
      return new ReviewAnswer.Faulted("a body that is neither JSON nor YAML");
    } catch (TypedNode.Mismatch mismatch) {
      return new ReviewAnswer.Faulted(mismatch.words());
    }
  }

  /** What begins as a JSON object must be one; all else is tried as YAML. */
  private static JsonNode parse(String text) {
    return text.stripLeading().startsWith("{")
        ? Json.json(text)
        : Json.yaml(text.startsWith("\ufeff") ? text.substring(1) : text);
  }

  private static ReviewAnswer judge(JsonNode node, String apiVersion, List<String> audiencesAsked)
      throws TypedNode.Mismatch {
    TypedNode review = TypedNode.root(node);
    Optional<String> wrong = wrongKind(review.text("kind"), review.text("apiVersion"), apiVersion);
    if (wrong.isPresent()) {
      return new ReviewAnswer.Faulted(wrong.get());
    }
    metadata(review.object("metadata"));
    TypedNode spec = review.object("spec");
    spec.text("token");
    spec.texts("audiences");
    TypedNode status = review.object("status");
    boolean authenticated = status.flag("authenticated");
    String error = status.text("error");
    TypedNode user = status.object("user");
    List<String> confirmed = status.texts("audiences");
    ReviewAnswer.Accepted accepted =
        new ReviewAnswer.Accepted(
            user.text("username"),
            user.texts("groups"),
            Optional.of(user.text("uid")).filter(uid -> !uid.isEmpty()),
            user.textLists("extra"),
            audiences(audiencesAsked, confirmed));
    if (!audiencesAsked.isEmpty() && accepted.audiences().isEmpty()) {
      // Before all else, in an API server too: the error of such an answer is lost.
      return new ReviewAnswer.Denied(Optional.empty());
    }
    if (!authenticated) {
      return new ReviewAnswer.Denied(Optional.of(error).filter(text -> !text.isEmpty()));
    }
    return accepted;
  }

  private static List<String> audiences(List<String> asked, List<String> confirmed) {
    if (asked.isEmpty()) {
      return confirmed;
    }
    return confirmed.isEmpty() ? asked : confirmed.stream().filter(asked::contains).toList();
  }

  /** What is missing is taken from what was expected. */
  private static Optional<String> wrongKind(String kind, String apiVersion, String expected) {
    if (!kind.isEmpty() && !kind.equals("TokenReview")) {
      return Optional.of("an answer of another kind than TokenReview");
    }
    String group = expected.substring(0, expected.indexOf('/') + 1);
    boolean good =
        apiVersion.isEmpty()
            || apiVersion.equals("/")
            || apiVersion.equals(group)
            || apiVersion.equals(expected);
    return good ? Optional.empty() : Optional.of("an answer of another version than " + expected);
  }

  private static void metadata(TypedNode metadata) throws TypedNode.Mismatch {
    for (String text : List.of("name", "generateName", "namespace", "selfLink", "uid")) {
      metadata.text(text);
    }
    metadata.textMap("labels");
    metadata.textMap("annotations");
  }
}
