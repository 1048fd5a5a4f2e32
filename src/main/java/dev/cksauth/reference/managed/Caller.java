package dev.cksauth.reference.managed;

import java.util.List;

/**
 * The user that the endpoint speaks as upstream.
 *
 * @param groups every group, {@code system:authenticated} included
 */
public record Caller(String username, List<String> groups) {

  public Caller {
    groups = List.copyOf(groups);
  }
}
