package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Profile;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import dev.cksauth.result.Verdict;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.WebhookSubject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One subject going through the scenarios that are planned for it. It may be asked for its result
 * at any time: what has not run yet is an error then.
 */
public final class SubjectRun implements AutoCloseable {

  private final Catalogue catalogue;
  private final Selection selection;
  private final List<Scenario> planned;
  private final Session session;
  private final Recorder recorder;
  private final Identification identification;
  private final Map<String, ScenarioResult> results = new LinkedHashMap<>();
  private final Set<String> leftovers = new LinkedHashSet<>();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * Prepares a run; nothing is sent yet.
   *
   * @param recorder is told each result when it is there
   */
  public SubjectRun(
      Catalogue catalogue,
      Subject subject,
      Selection selection,
      RunOptions options,
      Recorder recorder) {
    this.catalogue = catalogue;
    this.selection = selection;
    this.planned = selection.of(catalogue, kind(subject)).stream().filter(selection::runs).toList();
    this.session = new Session(catalogue, subject, options);
    this.recorder = recorder;
    this.identification = new Identification(session);
  }

  /** The kind of a subject that profiles are for. */
  public static String kind(Subject subject) {
    return switch (subject) {
      case ClusterSubject ignored -> "Cluster";
      case WebhookSubject webhook ->
          webhook.review() == WebhookSubject.Review.ACCESS ? "AccessWebhook" : "Webhook";
    };
  }

  /** The kind of the subject. */
  public String kind() {
    return kind(session.subject());
  }

  /** What is to be run. */
  public List<Scenario> planned() {
    return planned;
  }

  RunOptions options() {
    return session.options();
  }

  Catalogue catalogue() {
    return catalogue;
  }

  Selection selection() {
    return selection;
  }

  /** Runs one scenario, if the run has not been stopped. */
  ScenarioResult run(Scenario scenario) {
    ScenarioResult result = new ScenarioRunner(session, scenario).run();
    synchronized (this) {
      results.put(scenario.id(), result);
    }
    recorder.finished(result);
    if (session.options().failFast() && result.verdict() == Verdict.FAILED) {
      stop();
    }
    return result;
  }

  /** Has no more scenarios begin. */
  public void stop() {
    stopped.set(true);
  }

  boolean stopped() {
    return stopped.get();
  }

  /** Whether some scenario that is planned has no result. */
  public synchronized boolean unfinished() {
    return planned.stream().anyMatch(scenario -> !results.containsKey(scenario.id()));
  }

  /** The results in the catalogue's order. */
  public synchronized List<ScenarioResult> results() {
    return planned.stream()
        .map(scenario -> results.getOrDefault(scenario.id(), notRun(scenario)))
        .toList();
  }

  private ScenarioResult notRun(Scenario scenario) {
    return new ScenarioResult(
        session.subject().id(),
        scenario.id(),
        scenario.title(),
        scenario.level(),
        scenario.requirement().id(),
        scenario.requirement().text(),
        scenario.profiles(),
        Verdict.ERROR,
        null,
        "not run: the run was ended before",
        scenario.consequence(),
        scenario.fix(),
        0,
        0,
        List.of());
  }

  /** What is to be said of the subject as a whole. */
  public SubjectResult result() {
    List<ScenarioResult> all = results();
    Subject subject = session.subject();
    List<ProfileResult> profiles = new ArrayList<>();
    for (Profile profile : catalogue.profiles().values()) {
      boolean asked = selection.profiles().contains(profile.name());
      if (profile.subject().equals(kind(subject)) && selection.includes(profile)) {
        Verdicts.profile(profile, all, asked, session).ifPresent(profiles::add);
      }
    }
    List<String> notes = new ArrayList<>(session.capabilities().notes());
    Lacking.note(catalogue, kind(subject), all).ifPresent(notes::add);
    notes.addAll(subject.warnings());
    notes.addAll(session.spent().toRevoke());
    synchronized (this) {
      notes.addAll(leftovers);
    }
    List<Overall> verdicts = profiles.stream().map(ProfileResult::verdict).toList();
    return new SubjectResult(
        subject.id(),
        subject instanceof ClusterSubject ? "Cluster" : "Webhook",
        subject.metadata().name(),
        subject.metadata().version().orElse(null),
        subject.metadata().vendor().orElse(null),
        session.capabilities().words(),
        Verdicts.together(verdicts),
        profiles,
        notes,
        identification.identity());
  }

  /** Asks the subject who it is, where that takes a request of its own. */
  void identify() {
    identification.ask();
  }

  /**
   * Removes from the subject what the run made there; what cannot be is in the result's notes. It
   * may be called again, and by another thread: nothing more is made from then on.
   */
  public void cleanUp() {
    session
        .cleanUp()
        .ifPresent(left -> {
          synchronized (this) {
            leftovers.add(session.redactor().redact(left));
          }
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
