package dev.cksauth.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that can be asked of a subject.
 *
 * @param scenarios by id, in the order of their ids; a case is a scenario of its own
 * @param digest {@code sha256:…} over the content of all its files
 */
public record Catalogue(
    List<Scenario> scenarios,
    Map<String, Requirement> requirements,
    Map<String, Profile> profiles,
    Map<String, Capability> capabilities,
    String digest) {

  public Catalogue {
    scenarios = List.copyOf(scenarios);
  }

  /** The scenario of an id. */
  public Optional<Scenario> scenario(String id) {
    return scenarios.stream().filter(scenario -> scenario.id().equals(id)).findFirst();
  }
}
