package dev.cksauth.reference.webhook;

import java.util.List;

/**
 * What of a TokenReview counts: its status is the webhook's to write, and not read.
 *
 * @param apiVersion to be echoed: an API server cannot convert any other (contract A-21)
 * @param token empty where the review has none
 * @param audiences empty where the review has none
 */
record ReviewRequest(String apiVersion, String token, List<String> audiences) {
  ReviewRequest {
    audiences = List.copyOf(audiences);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ReviewRequest[" + apiVersion + "]";
  }
}
