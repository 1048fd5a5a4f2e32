package dev.cksauth.probe;

import java.util.List;
import java.util.Optional;

/** Reads TokenReviews as an API server's decoder does. */
final class ReviewReader {
  private ReviewReader() {}

  static ReviewAnswer read(Outcome outcome, String apiVersion, List<String> audiencesAsked) {
    try {
      return switch (ReviewBody.read(outcome, "TokenReview", apiVersion)) {
        case ReviewBody.Unreadable(String why) -> new ReviewAnswer.Faulted(why);
        case ReviewBody.Read(TypedNode review) -> judge(review, audiencesAsked);
      };
    } catch (TypedNode.Mismatch mismatch) {
      return new ReviewAnswer.Faulted(mismatch.words());
    }
  }

  private static ReviewAnswer judge(TypedNode review, List<String> audiencesAsked)
      throws TypedNode.Mismatch {
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
}
