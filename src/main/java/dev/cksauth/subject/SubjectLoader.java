package dev.cksauth.subject;

import dev.cksauth.input.Document;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loads the files that describe subjects. Nothing is contacted and no command is run: what is wrong
 * with the files is known before anything is sent, and all of it is told at once.
 */
public final class SubjectLoader {
  private final Schema schema = Schema.load("scenarios/schema/subject.schema.json");
  private final WebhookReader webhooks;
  private final ClusterReader clusters;

  /**
   * A loader.
   *
   * @param capabilities the names that a file may declare
   */
  public SubjectLoader(Set<String> capabilities) {
    KubeconfigReader kubeconfigs = new KubeconfigReader();
    this.webhooks = new WebhookReader(kubeconfigs, capabilities);
    this.clusters = new ClusterReader(kubeconfigs, capabilities);
  }

  /** Loads files, named in messages as they are given. Those with a problem yield no subject. */
  public List<Subject> load(List<Path> files, Environment environment, Problems problems) {
    List<Subject> subjects = new ArrayList<>();
    for (Path file : files.stream().distinct().toList()) {
      Problems own = new Problems();
      Optional<Subject> subject = load(file, environment, own);
      own.all().forEach(problems::add);
      subject.filter(loaded -> !own.any()).ifPresent(subjects::add);
    }
    unique(subjects, problems);
    return List.copyOf(subjects);
  }

  /**
   * Makes a subject of what stands on a command line, with the checks that a file meets; paths are
   * relative to the working directory.
   *
   * @param problems receives what is wrong; named in the place of a file is the option
   */
  public Optional<Subject> load(
      WebhookOptions options, Environment environment, Problems problems) {
    OptionsDocument written = OptionsDocument.of(options);
    Problems own = new Problems();
    Optional<Subject> subject =
        written
            .parse()
            .flatMap(document -> read(Path.of(OptionsDocument.NAME), document, environment, own));
    written.ofOptions(own).forEach(problems::add);
    return subject.filter(loaded -> !own.any());
  }

  private Optional<Subject> load(Path file, Environment environment, Problems problems) {
    return Document.read(file, file.toString(), problems)
        .flatMap(document -> read(file, document, environment, problems));
  }

  private Optional<Subject> read(
      Path file, Document document, Environment environment, Problems problems) {
    schema.check(document, problems);
    Source.Found found = Source.Found.none(problems, environment);
    Value root = new Source(file, document, found).root();
    return switch (root.text("kind").orElse("")) {
      case "Webhook" -> Optional.of(webhooks.read(root));
      case "Cluster" -> Optional.of(clusters.read(root));
      default -> Optional.empty();
    };
  }

  /** Adds a problem for each subject whose id an earlier one has: reports are named by it. */
  public static void unique(List<Subject> subjects, Problems problems) {
    Map<String, Path> taken = new HashMap<>();
    for (Subject subject : subjects) {
      Path first = taken.putIfAbsent(subject.id(), subject.file());
      if (first != null) {
        problems.add(
            subject.file().toString(),
            subject.namedAt(),
            "metadata.name: the name `" + subject.id() + "` is taken by " + first);
      }
    }
  }
}
