package dev.cksauth.subject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The identity that a credential should give.
 *
 * @param groups the exact set; empty where any groups will do
 * @param extra the values that these keys must have
 */
public record Expected(
    String username,
    Optional<Set<String>> groups,
    Optional<String> uid,
    Map<String, List<String>> extra) {
  public Expected {
    groups = groups.map(Set::copyOf);
    extra = Map.copyOf(extra);
  }
}
