package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Impact;
import dev.cksauth.catalogue.Right;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.Origins.Origin;
import dev.cksauth.engine.Prospects.Prospect;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a run would do on a subject, as far as that is known while nothing is sent. */
public final class Forecast {

  /** What makes a ServiceAccount; used for each that a scenario presents. */
  private static final String SERVICE_ACCOUNTS = "create-service-accounts";

  /** With which everything that is made begins. */
  private static final Right NAMESPACES = new Right("create", "namespaces", "", "");

  private final Subject subject;
  private final boolean ours;
  private final Set<Impact> allowed;
  private final Prospects prospects;
  private final Origins origins;
  private final List<Scenario> running = new ArrayList<>();
  private final Map<Aside, List<String>> aside = new LinkedHashMap<>();
  private final SortedMap<String, List<Right>> rights = new TreeMap<>();
  private final SortedMap<String, Integer> uses = new TreeMap<>();
  private final SortedMap<String, SortedSet<String>> destinations = new TreeMap<>();

  /** Why scenarios will not run. */
  public record Aside(Verdict verdict, String reason) {}

  private Forecast(
      Catalogue catalogue, Subject subject, Set<Impact> allowed, boolean administrator) {
    this.subject = subject;
    this.ours = Foreign.ours(subject);
    this.allowed = Set.copyOf(allowed);
    this.prospects = new Prospects(catalogue, subject, administrator);
    this.origins = new Origins(catalogue, subject, administrator);
  }

  /** What a run of these scenarios would do, with the administrator of the subject's file. */
  public static Forecast of(
      Catalogue catalogue, Subject subject, List<Scenario> planned, Set<Impact> allowed) {
    boolean administrator =
        subject instanceof ClusterSubject cluster && cluster.administrator().isPresent();
    return new Forecast(catalogue, subject, allowed, administrator).foresee(planned);
  }

  /** What a run would do if the subject's file gave an administrator with all the rights. */
  public static Forecast administered(
      Catalogue catalogue, Subject subject, List<Scenario> planned) {
    return new Forecast(catalogue, subject, Set.of(), true).foresee(planned);
  }

  private Forecast foresee(List<Scenario> planned) {
    for (Scenario scenario : planned) {
      Prospect prospect = prospects.all(scenario.needs());
      Optional<Aside> reason = reason(scenario, prospect);
      if (reason.isPresent()) {
        aside.computeIfAbsent(reason.get(), any -> new ArrayList<>()).add(scenario.id());
      } else {
        running.add(scenario);
        note(scenario, prospect);
      }
    }
    return this;
  }

  private Optional<Aside> reason(Scenario scenario, Prospect prospect) {
    if (prospect.lacking().isPresent()) {
      Lacking lacking = prospect.lacking().get();
      return Optional.of(new Aside(lacking.verdict(), lacking.reason()));
    }
    Optional<String> held = Foreign.heldBack(scenario.impact(), ours, subject, allowed);
    return held.or(() ->
            scenario.steps().stream().flatMap(s -> obstacle(scenario, s).stream()).findFirst())
        .map(why -> new Aside(Verdict.NOT_TESTED, why));
  }

  /** What a step lacks. */
  private Optional<String> obstacle(Scenario scenario, Step step) {
    Optional<Origin> origin = Steps.credential(step).flatMap(word -> origins.of(scenario, word));
    Optional<String> missing = origin.flatMap(Origin::missing);
    if (missing.isPresent()) {
      return missing;
    }
    boolean leaves =
        place(step).filter(where -> !where.equals(Endpoint.MANAGED)).isPresent()
            && !(step instanceof Step.Act);
    boolean spendable = origin.flatMap(Origin::given).map(Foreign::spendable).orElse(true);
    return leaves && !spendable && !ours ? Optional.of(Foreign.NOT_DISPOSABLE) : Optional.empty();
  }

  /** Where a step sends its credential. */
  private Optional<String> place(Step step) {
    return switch (step) {
      case Step.Request request -> Optional.of(request.endpoint());
      case Step.Await await -> place(await.attempt());
      case Step.Review ignored ->
          Optional.of(subject instanceof ClusterSubject ? "reviews" : "the webhook");
      case Step.Access ignored -> Optional.empty();
      // The administrator deletes an object: the token is not sent.
      case Step.Act act when act.deletes() -> Optional.empty();
      case Step.Act act ->
          Optional.of(
              "action " + act.action() + act.webhook().map(any -> " of the webhook").orElse(""));
      case Step.Issue ignored -> Optional.empty();
      case Step.Make ignored -> Optional.empty();
      case Step.Sign ignored -> Optional.empty();
      case Step.LogIn login ->
          Optional.of(
              "action issue of "
                  + login.issuer().map(issuer -> "issuer " + issuer).orElse("the webhook"));
      case Step.Forge ignored -> Optional.empty();
      case Step.Configure ignored -> Optional.empty();
      case Step.Observe ignored -> Optional.empty();
      case Step.Check check ->
          Optional.of(check.with().path("endpoint").asString(""))
              .filter(where -> !where.isEmpty())
              .map(where ->
                  where.equals(KubeconfigLogin.SERVER)
                      ? KubeconfigLogin.place(subject, check.with().path("as").asString(""))
                      : where);
    };
  }

  private void note(Scenario scenario, Prospect prospect) {
    Map<String, List<Right>> asked = new TreeMap<>(prospect.asked());
    for (Step step : scenario.steps()) {
      Optional<Origin> origin = Steps.credential(step).flatMap(word -> origins.of(scenario, word));
      if (origin.isEmpty()) {
        continue;
      }
      place(step)
          .ifPresent(where ->
              destinations
                  .computeIfAbsent(origin.get().label(), any -> new TreeSet<>())
                  .add(where));
      if (origin.get().made()) {
        asked.putAll(prospects.of(SERVICE_ACCOUNTS).asked());
      }
    }
    asked.forEach((name, needed) -> {
      rights.put(name, needed);
      uses.merge(name, 1, Integer::sum);
    });
  }

  /** What would run, unless a right turns out to be missing. */
  public List<Scenario> running() {
    return List.copyOf(running);
  }

  /** What would not run, and why. */
  public Map<Aside, List<String>> aside() {
    return Collections.unmodifiableMap(aside);
  }

  /** The rights that are asked for, by the names of the capabilities that rest on them. */
  public SortedMap<String, List<Right>> rights() {
    return Collections.unmodifiableSortedMap(rights);
  }

  /** Whether a run would make its namespace. */
  public boolean makesNamespace() {
    return rights.values().stream().anyMatch(needed -> needed.contains(NAMESPACES));
  }

  /** How many of the scenarios that would run use a capability. */
  public int uses(String capability) {
    return uses.getOrDefault(capability, 0);
  }

  /** Which credential would go where. */
  public SortedMap<String, SortedSet<String>> destinations() {
    return Collections.unmodifiableSortedMap(destinations);
  }

  /** Whether all that the subject's file names is on this machine. */
  public boolean ours() {
    return ours;
  }
}
