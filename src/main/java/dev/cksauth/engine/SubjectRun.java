package dev.cksauth.engine;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.configuration.GuardedCluster;
import dev.cksauth.result.Overall;
import dev.cksauth.result.ProfileResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Shard;
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
  private final List<Scenario> whole;
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
    this.whole = whole(catalogue, selection, subject);
    this.planned = planned(catalogue, selection, options, subject);
    this.session = new Session(catalogue, subject, options);
    this.recorder = recorder;
    this.identification = new Identification(session);
  }

  private static List<Scenario> whole(Catalogue catalogue, Selection selection, Subject subject) {
    return selection.of(catalogue, subject).stream().filter(selection::runs).toList();
  }

  /** What a run would run on a subject, of which it may be a part. */
  public static List<Scenario> planned(
      Catalogue catalogue, Selection selection, RunOptions options, Subject subject) {
    List<Scenario> whole = whole(catalogue, selection, subject);
    return options.cut().map(cut -> cut.share(subject.id(), whole)).orElse(whole);
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

  /** The scenarios that are left out because they wait for long. */
  public List<Scenario> slow() {
    return selection.of(catalogue, session.subject()).stream()
        .filter(scenario -> !selection.runs(scenario))
        .toList();
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
    session.guarded().ifPresent(GuardedCluster::stop);
  }

  boolean stopped() {
    return stopped.get();
  }

  /** Whether some scenario that is planned has no result. */
  public synchronized boolean unfinished() {
    return planned.stream().anyMatch(scenario -> !results.containsKey(scenario.id()));
  }

  /** The ids of the scenarios that have a result. */
  public synchronized Set<String> ended() {
    return Set.copyOf(results.keySet());
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
    for (Shard.Wanted wanted : wanted()) {
      List<String> unmet = new ArrayList<>(wanted.unmet());
      session.options().cut().map(OthersLeftOut::required).ifPresent(unmet::add);
      Verdicts.profile(wanted.name(), all, wanted.asked(), unmet).ifPresent(profiles::add);
    }
    List<String> notes = new ArrayList<>(session.capabilities().notes());
    Lacking.note(catalogue, kind(subject), all).ifPresent(notes::add);
    notes.addAll(subject.warnings());
    EndpointNames.deprecation(subject).ifPresent(notes::add);
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
        capabilities(),
        Verdicts.together(verdicts),
        profiles,
        notes.stream().map(session.redactor()::redact).toList(),
        identification.identity());
  }

  /** How a capability stands may quote what the subject answered, and that what it was sent. */
  private Map<String, String> capabilities() {
    Map<String, String> words = new LinkedHashMap<>();
    session
        .capabilities()
        .words()
        .forEach((name, word) -> words.put(name, session.redactor().redact(word)));
    return words;
  }

  /** The profiles that are judged, and what they require and is not there by now. */
  private List<Shard.Wanted> wanted() {
    return selection.profiles(catalogue, session.subject()).stream()
        .map(profile ->
            new Shard.Wanted(
                profile.name(),
                selection.profiles().contains(profile.name()),
                Verdicts.unmet(profile, session)))
        .toList();
  }

  /** What of this subject the whole run is about, of which this may be a part. */
  public Shard.Part part() {
    return new Shard.Part(
        session.subject().id(), whole.stream().map(Scenario::id).toList(), wanted());
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
