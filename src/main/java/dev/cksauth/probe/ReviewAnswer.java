package dev.cksauth.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an API server makes of a webhook's answer to a TokenReview. */
public sealed interface ReviewAnswer {
  /**
   * The user is taken.
   *
   * @param username may be empty: an API server takes such a user too
   * @param audiences those asked for that the answer confirms; all of them when it names none
   */
  record Accepted(
      String username,
      List<String> groups,
      Optional<String> uid,
      Map<String, List<String>> extra,
      List<String> audiences)
      implements ReviewAnswer {
    public Accepted {
      groups = List.copyOf(groups);
      extra = Map.copyOf(extra);
      audiences = List.copyOf(audiences);
    }
  }

  /**
   * The token is not good.
   *
   * @param error the webhook's; lost, as in an API server, where the audiences do not match
   */
  record Denied(Optional<String> error) implements ReviewAnswer {}

  /**
   * What an API server logs as an outage.
   *
   * @param why in words
   */
  record Faulted(String why) implements ReviewAnswer {}

  /**
   * Reads what came back.
   *
   * @param expectedApiVersion the request's
   * @param audiencesAsked the request's, empty if it named none
   */
  static ReviewAnswer read(
      Exchange exchange, String expectedApiVersion, List<String> audiencesAsked) {
    return ReviewReader.read(exchange.outcome(), expectedApiVersion, audiencesAsked);
  }
}
