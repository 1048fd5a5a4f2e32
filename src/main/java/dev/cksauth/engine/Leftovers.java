package dev.cksauth.engine;

import dev.cksauth.engine.Journal.Entry;
import dev.cksauth.engine.Namespaces.Gone;
import dev.cksauth.engine.Namespaces.Hidden;
import dev.cksauth.engine.Namespaces.There;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.ProberOptions;
import dev.cksauth.probe.Redactor;
import dev.cksauth.subject.Administrator;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What killed runs left in one cluster, and its removal. */
public final class Leftovers implements AutoCloseable {

  private final Redactor redactor = new Redactor();
  private final Prober prober = new Prober(redactor, ProberOptions.defaults());
  private final Administrator administrator;
  private final Namespaces namespaces;
  private final Journal journal;
  private final Predicate<Entry> lives;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * Prepares; nothing is sent yet.
   *
   * @param lives whether the run of an entry still goes on
   */
  public Leftovers(
      Subject subject, Administrator administrator, Journal journal, Predicate<Entry> lives) {
    subject.known().forEach(secret -> redactor.add(secret, "secret"));
    SecretResolver secrets =
        new SecretResolver(secret -> redactor.add(secret, "secret"), SecretResolver.EXEC_DEADLINE);
    this.administrator = administrator;
    this.namespaces = new Namespaces(new ClusterApi(prober, secrets, administrator));
    this.journal = journal;
    this.lives = lives;
  }

  /** How something that was found stands in the end. */
  public enum Kind {
    /** It is gone. */
    REMOVED,
    /** It is not to be removed now. */
    LEFT,
    /** It could not be removed. */
    FAILED
  }

  /** What was found, in words. */
  public record Finding(Kind kind, String words) {}

  /**
   * Removes what the journal has for this cluster.
   *
   * @param all also what other machines' runs, or runs without a journal, have left
   * @return what was found, in the order of the journal
   * @throws IOException when the journal cannot be read
   */
  public List<Finding> remove(boolean all) throws IOException {
    String server = Journal.place(administrator.kubeconfig().server());
    Optional<List<There>> listed = listed();
    List<There> there = listed.orElse(List.of());
    List<Entry> entries = journal.entries();
    for (Entry entry : entries) {
      // The same cluster may have been reached by another name.
      boolean here = there.stream().anyMatch(one -> one.name().equals(entry.namespace()));
      if (here || entry.server().equals(server)) {
        tryTo(entry.namespace(), () -> remove(entry));
      }
    }
    for (There one : there) {
      if (entries.stream().noneMatch(entry -> entry.namespace().equals(one.name()))) {
        tryTo(one.name(), () -> unknown(one, all));
      }
    }
    return List.copyOf(findings);
  }

  /** Something that may fail by the cluster's fault. */
  @FunctionalInterface
  private interface Attempt {
    void run() throws UnknownFactsException, IOException;
  }

  private void tryTo(String what, Attempt attempt) throws IOException {
    try {
      attempt.run();
    } catch (UnknownFactsException failed) {
      add(Kind.FAILED, what + ": " + failed.reason());
    }
  }

  private void add(Kind kind, String words) {
    findings.add(new Finding(kind, redactor.redact(words)));
  }

  private Optional<List<There>> listed() {
    try {
      Optional<List<There>> listed = namespaces.all();
      if (listed.isEmpty()) {
        add(Kind.LEFT, "the administrator may not list namespaces: only the journal's are known");
      }
      return listed;
    } catch (UnknownFactsException failed) {
      add(Kind.FAILED, "the namespaces of runs cannot be listed: " + failed.reason());
      return Optional.empty();
    }
  }

  private void remove(Entry entry) throws UnknownFactsException, IOException {
    String name = entry.namespace();
    if (lives.test(entry)) {
      add(Kind.LEFT, "%s: its run still goes on, process %d".formatted(name, entry.process()));
      return;
    }
    switch (namespaces.look(name)) {
      case Gone ignored -> {
        journal.remove(entry.run());
        add(Kind.REMOVED, name + ": was gone already");
      }
      case Hidden hidden ->
          add(
              Kind.FAILED,
              "%s: the administrator may not get namespaces, to see whose it is: %s"
                  .formatted(name, hidden.message()));
      case There there when there.terminating() -> {
        journal.remove(entry.run());
        add(Kind.REMOVED, name + ": is being removed already");
      }
      case There there -> {
        if (!there.run().equals(Optional.of(entry.run()))) {
          add(
              Kind.FAILED,
              name
                  + ": is not labelled as the run's, and left alone; the entry is "
                  + journal.file(entry.run()));
        } else if (delete(there)) {
          journal.remove(entry.run());
        }
      }
    }
  }

  /** One that this machine has no entry for: its run may go on elsewhere. */
  private void unknown(There there, boolean all) throws UnknownFactsException {
    if (all) {
      delete(there);
    } else {
      add(
          Kind.LEFT,
          there.name()
              + ": of a run that this machine knows nothing of, and that may go on elsewhere;"
              + " `--all` removes it");
    }
  }

  private boolean delete(There there) throws UnknownFactsException {
    String name = there.name();
    namespaces.delete(name);
    return switch (namespaces.awaitEnd(name)) {
      case There still when !still.terminating() -> {
        add(Kind.FAILED, name + ": is still there, though its deletion was accepted");
        yield false;
      }
      case There ignored -> {
        add(Kind.REMOVED, name + ": removed; what is in it goes within the next minutes");
        yield true;
      }
      case Gone ignored -> removed(name);
      case Hidden ignored -> removed(name);
    };
  }

  private boolean removed(String name) {
    add(Kind.REMOVED, name + ": removed");
    return true;
  }

  @Override
  public void close() {
    prober.close();
  }
}
