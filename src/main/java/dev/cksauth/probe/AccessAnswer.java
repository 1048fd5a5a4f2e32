package dev.cksauth.probe;

/** What an API server makes of a webhook's answer to a SubjectAccessReview (contract A-93). */
public sealed interface AccessAnswer {
  /** The access is granted. */
  record Allowed() implements AccessAnswer {}

  /**
   * The access is refused, and nobody else is asked.
   *
   * @param both whether the answer allows it too, which an API server logs as an error
   */
  record Denied(boolean both) implements AccessAnswer {}

  /** The next authorizer is asked. */
  record NoOpinion() implements AccessAnswer {}

  /**
   * What an API server logs as an outage.
   *
   * @param why in words
   */
  record Faulted(String why) implements AccessAnswer {}

  /**
   * Reads what came back.
   *
   * @param expectedApiVersion the request's
   */
  static AccessAnswer read(Exchange exchange, String expectedApiVersion) {
    ReviewBody body =
        ReviewBody.read(exchange.outcome(), "SubjectAccessReview", expectedApiVersion);
    return switch (body) {
      case ReviewBody.Unreadable(String why) -> new Faulted(why);
      case ReviewBody.Read(TypedNode review) -> decided(review);
    };
  }

  private static AccessAnswer decided(TypedNode review) {
    try {
      TypedNode status = review.object("status");
      boolean allowed = status.flag("allowed");
      boolean denied = status.flag("denied");
      status.text("reason");
      status.text("evaluationError");
      if (denied) {
        return new Denied(allowed);
      }
      return allowed ? new Allowed() : new NoOpinion();
    } catch (TypedNode.Mismatch mismatch) {
      return new Faulted(mismatch.words());
    }
  }
}
