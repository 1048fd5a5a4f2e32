package dev.cksauth.reference.topology;

import dev.cksauth.reference.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a reference system that another process keeps running. Holds no secret, only
 * where they are.
 *
 * @param supervisor the process that keeps it running
 * @param directory its run directory
 * @param summary one line about its start
 * @param failure what its API server died of; empty while it runs
 * @param logs the logs, by whose they are
 */
public record RunningSystem(
    ProcessIdentity supervisor,
    Path directory,
    String summary,
    String failure,
    List<ReferenceEndpoint> endpoints,
    List<Path> subjects,
    Map<String, Path> tokens,
    Map<String, Path> kubeconfigs,
    Map<String, Path> logs) {

  public RunningSystem {
    endpoints = List.copyOf(endpoints);
    subjects = List.copyOf(subjects);
    tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    kubeconfigs = Collections.unmodifiableMap(new LinkedHashMap<>(kubeconfigs));
    logs = Collections.unmodifiableMap(new LinkedHashMap<>(logs));
  }

  /** Describes a system that this process keeps running. */
  public static RunningSystem of(
      ReferenceSystem system, ProcessIdentity supervisor, Path supervisorLog) {
    Map<String, Path> logs = new LinkedHashMap<>(system.logs());
    logs.put("supervisor", supervisorLog);
    return new RunningSystem(
        supervisor,
        system.directory(),
        system.summary(),
        "",
        system.endpoints(),
        system.subjectFiles(),
        system.tokens(),
        system.kubeconfigs(),
        logs);
  }

  /** The same with this failure. */
  public RunningSystem withFailure(String present) {
    return new RunningSystem(
        supervisor, directory, summary, present, endpoints, subjects, tokens, kubeconfigs, logs);
  }
}
