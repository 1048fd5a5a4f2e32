package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Profile;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Tier;
import dev.cksauth.subject.Subject;
import java.util.List;

/**
 * Which scenarios are asked for. Empty lists leave nothing out.
 *
 * @param profiles names of profiles; none: those that are tested by default
 * @param globs over ids: {@code *} within a folder, {@code **} across folders
 * @param tags of which a scenario has one
 * @param slow whether scenarios that wait over 20 s run
 */
public record Selection(
    List<String> profiles, List<String> globs, List<String> tags, boolean slow) {

  /** All of the plain tier. */
  public static final Selection ALL = new Selection(List.of(), List.of(), List.of(), false);

  public Selection {
    profiles = List.copyOf(profiles);
    globs = List.copyOf(globs);
    tags = List.copyOf(tags);
  }

  /** The scenarios that apply to a kind of subject and are selected, whatever their tier. */
  public List<Scenario> of(Catalogue catalogue, String kind) {
    return of(
        catalogue,
        catalogue.profiles().values().stream()
            .filter(profile -> profile.subject().equals(kind))
            .filter(this::includes)
            .toList());
  }

  /** The scenarios that apply to a subject and are selected, whatever their tier. */
  public List<Scenario> of(Catalogue catalogue, Subject subject) {
    return of(catalogue, profiles(catalogue, subject));
  }

  /** The profiles that a subject is tested with. */
  public List<Profile> profiles(Catalogue catalogue, Subject subject) {
    return catalogue.profiles().values().stream()
        .filter(profile -> profile.subject().equals(SubjectRun.kind(subject)))
        .filter(this::includes)
        .filter(
            profile -> subject.profiles().isEmpty() || subject.profiles().contains(profile.name()))
        .filter(profile -> !profiles.isEmpty() || isFor(profile, catalogue, subject))
        .toList();
  }

  /** Whether there is anything of the subject that the profile is about. */
  private static boolean isFor(Profile profile, Catalogue catalogue, Subject subject) {
    return profile
        .where()
        .map(name -> new Prospects(catalogue, subject, false).of(name).lacking().isEmpty())
        .orElse(true);
  }

  private List<Scenario> of(Catalogue catalogue, List<Profile> tested) {
    List<String> ofKind = tested.stream().map(Profile::name).toList();
    return catalogue.scenarios().stream()
        .filter(scenario -> scenario.profiles().stream().anyMatch(ofKind::contains))
        .filter(scenario ->
            globs.isEmpty() || globs.stream().anyMatch(g -> Glob.matches(g, scenario.id())))
        .filter(scenario -> tags.isEmpty() || scenario.tags().stream().anyMatch(tags::contains))
        .toList();
  }

  /** Whether a profile is asked for, by its name or by asking for none. */
  public boolean includes(Profile profile) {
    return profiles.isEmpty() ? profile.byDefault() : profiles.contains(profile.name());
  }

  /** Whether a scenario's tier is asked for. */
  public boolean runs(Scenario scenario) {
    return slow || scenario.tier() == Tier.PLAIN;
  }
}
