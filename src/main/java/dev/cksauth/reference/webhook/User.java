package dev.cksauth.reference.webhook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who a token stands for.
 *
 * @param username never empty
 * @param uid stays the same when the name changes, and is nobody else's
 * @param groups in their order
 * @param extra by keys in small letters that begin with a domain of one's own (contract A-36)
 */
public record User(
    String username, Optional<String> uid, List<String> groups, Map<String, List<String>> extra) {

  /**
   * @throws IllegalArgumentException when the name is empty: an API server would take such a user
   *     (contract A-34)
   */
  public User {
    if (username.isEmpty()) {
      throw new IllegalArgumentException("a user needs a name");
    }
    groups = List.copyOf(groups);
    extra = Map.copyOf(extra);
  }

  /** A user with a name and groups alone. */
  public static User of(String username, List<String> groups) {
    return new User(username, Optional.empty(), groups, Map.of());
  }
}
