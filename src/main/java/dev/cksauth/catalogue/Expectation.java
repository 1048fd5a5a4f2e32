package dev.cksauth.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a step's answer must be. Everything that is present must hold.
 *
 * @param identity whom the endpoint takes the sender for
 * @param status the status code
 * @param tlsRefused whether the TLS handshake is to be refused
 * @param answer how an API server reads the answer to a review; empty: not asked
 * @param username the user that a review names
 * @param groups groups that are among the user's
 * @param body JSON pointer to what stands there
 * @param headers name to value
 * @param exchanges how many exchanges an observer saw
 * @param each what each of them was, by {@code method}, {@code uri}, {@code protocol}, {@code
 *     pause} in seconds since the one before, and {@code certificate}; beside them {@code body} and
 *     {@code headers} are those of each
 * @param together what they were together: {@code connections}, how many, and {@code lasting}, the
 *     seconds from the first to the last
 * @param refusedBy which authenticator explains a refusal, where the cluster explains it
 * @param issued whether an issuer lets a user log in
 */
public record Expectation(
    Optional<Matcher> identity,
    Optional<Matcher> status,
    boolean tlsRefused,
    Set<ReviewWord> answer,
    Optional<Matcher> username,
    List<String> groups,
    Map<String, Matcher> body,
    Map<String, Matcher> headers,
    Optional<Matcher> exchanges,
    Map<String, Matcher> each,
    Map<String, Matcher> together,
    Optional<String> refusedBy,
    Optional<Boolean> issued) {

  /** The word for a refusal: the identity is not established. */
  public static final String NONE = "none";

  /** The word for being taken for nobody in particular. */
  public static final String ANONYMOUS = "anonymous";

  /** The word for the user that the credential stands for. */
  public static final String OWN = "own";

  /** How an API server reads a webhook's answer. */
  public enum ReviewWord {
    ACCEPTED,
    /** An access review's yes. */
    ALLOWED,
    /** An access review's neither yes nor no: the next authorizer is asked. */
    NO_OPINION,
    DENIED,
    FAULTED,
    /** None came: the connection was ended, or time ran out. */
    UNANSWERED
  }

  /** Nothing is expected. */
  public static final Expectation NOTHING =
      new Expectation(
          Optional.empty(),
          Optional.empty(),
          false,
          Set.of(),
          Optional.empty(),
          List.of(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          Optional.empty(),
          Optional.empty());

  /** Whether this demands that an identity is not established, or that nobody is asked. */
  public boolean rejects() {
    return refuses() || untouched();
  }

  /** Whether this demands that a webhook is not asked. */
  public boolean untouched() {
    return exchanges
        .filter(
            matcher -> matcher instanceof Matcher.AnyOf(var values) && values.equals(List.of("0")))
        .isPresent();
  }

  private boolean refuses() {
    return identity.filter(Expectation::none).isPresent()
        || status.filter(Expectation::refusals).isPresent()
        || tlsRefused
        || issued.filter(issues -> !issues).isPresent()
        || (!answer.isEmpty()
            && !answer.contains(ReviewWord.ACCEPTED)
            && !answer.contains(ReviewWord.ALLOWED));
  }

  private static boolean none(Matcher identity) {
    return identity instanceof Matcher.AnyOf any && any.values().contains(NONE);
  }

  private static boolean refusals(Matcher status) {
    return status instanceof Matcher.AnyOf any
        && any.values().stream().allMatch(value -> value != null && value.startsWith("4"));
  }

  /** Whether anything at all is expected. */
  public boolean asserts() {
    return !equals(NOTHING);
  }
}
