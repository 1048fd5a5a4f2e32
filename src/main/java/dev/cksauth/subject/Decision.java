package dev.cksauth.subject;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An access that a SubjectAccessReview webhook decides on, and what it should say.
 *
 * @param groups of the user; empty: none are sent
 * @param resource whether the attributes are those of a resource; else of a path
 * @param attributes of the access, as the review names them: {@code verb}, {@code resource} and so
 *     on
 * @param expect {@code allowed}, {@code denied} or {@code no-opinion}
 */
public record Decision(
    String name,
    String user,
    Optional<String> uid,
    List<String> groups,
    boolean resource,
    Map<String, String> attributes,
    String expect) {
  public Decision {
    groups = List.copyOf(groups);
  }
}
