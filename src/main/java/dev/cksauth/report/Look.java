package dev.cksauth.report;

import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.SubjectResult;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the reader of one report finds the whole of a result. */
final class Look {
  private static final String HTML = "index.html";
  private static final String REMOTE = "remote";

  private final IdentityHashMap<ScenarioResult, Integer> positions = new IdentityHashMap<>();
  private final IdentityHashMap<ScenarioResult, ScenarioResult> told = new IdentityHashMap<>();
  private final boolean severalSubjects;
  private final boolean remote;
  private final @Nullable Path html;
  private final @Nullable Path json;

  /**
   * Points into files.
   *
   * @param files the files of the report, as the reader reaches them; may be empty
   */
  Look(RunResult run, List<Path> files) {
    for (int i = 0; i < run.results().size(); i++) {
      positions.put(run.results().get(i), i);
    }
    for (SubjectResult subject : run.subjects()) {
      for (Finding finding : Finding.of(Words.resultsOf(run, subject))) {
        finding.results().forEach(result -> told.put(result, finding.first()));
      }
    }
    severalSubjects = run.subjects().size() > 1;
    remote = run.topology().equals(REMOTE);
    html = named(files, HTML);
    json = named(files, ReportFiles.JSON);
  }

  private static @Nullable Path named(List<Path> files, String name) {
    return files.stream().filter(file -> file.endsWith(name)).findFirst().orElse(null);
  }

  /** The place of a result: an anchor in the HTML, else a JSON pointer; absent without files. */
  @Nullable String at(ScenarioResult result) {
    if (html != null) {
      return html + "#" + anchor(result);
    }
    return json == null ? null : json + "#/results/" + positions.get(result);
  }

  /** The anchor of a result in the HTML: its id, after its subject's where there are several. */
  String anchor(ScenarioResult result) {
    return severalSubjects ? result.subject() + "/" + result.id() : result.id();
  }

  /** The anchor of the finding that tells of a result; empty where none does. */
  String told(ScenarioResult result) {
    @Nullable ScenarioResult first = told.get(result);
    return first == null ? "" : anchor(first);
  }

  /** The command that runs a scenario alone. */
  String again(ScenarioResult result) {
    return run() + " --scenario '" + result.id() + "' --trace";
  }

  /** The command of a whole run; what the user named, and how, is not in the tree. */
  String run() {
    return remote ? "./cks-auth run FILE" : "./cks-auth run";
  }
}
