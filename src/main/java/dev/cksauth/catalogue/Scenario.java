package dev.cksauth.catalogue;

import dev.cksauth.input.Position;
import dev.cksauth.result.Level;
import java.util.List;
import java.util.Optional;

/**
 * What a conformant subject does, one result each.
 *
 * @param id its path below {@code scenarios/} without {@code .yaml}, with {@code #case} for a case
 * @param needs capabilities without which it is not applicable
 * @param disturbs what is locked while it runs
 * @param kubernetes a bound on the cluster's version, such as {@code >=1.30}
 * @param consequence what a failure means in production
 * @param file how messages name its file
 * @param at where in the file it stands
 */
public record Scenario(
    String id,
    String title,
    Requirement requirement,
    Level level,
    List<String> profiles,
    List<String> needs,
    Impact impact,
    Tier tier,
    List<String> tags,
    List<String> disturbs,
    Optional<String> kubernetes,
    List<Step> steps,
    String consequence,
    String fix,
    String file,
    Position at) {

  public Scenario {
    profiles = List.copyOf(profiles);
    needs = List.copyOf(needs);
    tags = List.copyOf(tags);
    disturbs = List.copyOf(disturbs);
    steps = List.copyOf(steps);
  }
}
