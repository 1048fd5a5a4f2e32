package dev.cksauth.probe;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whom an API endpoint takes the sender of a request to be. */
public sealed interface IdentityAnswer {
  /** The name of who shows no credential. */
  String ANONYMOUS = "system:anonymous";

  /**
   * A user was named who is not anonymous.
   *
   * @param username may be empty: an API server takes such a user too
   * @param complete whether a SelfSubjectReview named it; a refusal names the user alone
   */
  record Named(
      String username,
      List<String> groups,
      Optional<String> uid,
      Map<String, List<String>> extra,
      boolean complete)
      implements IdentityAnswer {
    public Named {
      groups = List.copyOf(groups);
      extra = Map.copyOf(extra);
    }
  }

  /**
   * The user named is system:anonymous.
   *
   * @param how it was named, in words
   */
  record Anonymous(String how) implements IdentityAnswer {}

  /** A 401. */
  record Refused() implements IdentityAnswer {}

  /**
   * The request was let in, and nothing says as whom.
   *
   * @param how that shows, in words
   */
  record LetIn(String how) implements IdentityAnswer {}

  /**
   * Nothing was said about identity.
   *
   * @param why in words
   * @param forbiddenNamingNobody whether it is a 403 that names no user, as gateways send
   */
  record Undetermined(String why, boolean forbiddenNamingNobody) implements IdentityAnswer {}

  /** Reads what came back. */
  static IdentityAnswer read(Exchange exchange) {
    return IdentityReader.read(exchange.outcome());
  }
}
