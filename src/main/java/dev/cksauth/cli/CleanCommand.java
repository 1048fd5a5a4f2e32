package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.engine.Journal;
import dev.cksauth.engine.Leftovers;
import dev.cksauth.engine.Leftovers.Finding;
import dev.cksauth.engine.Leftovers.Kind;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.process.ProcessIdentity;
import dev.cksauth.subject.Administrator;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Removes from clusters what killed runs left there. */
@Command(
    name = "clean",
    description = {
      "Removes from clusters what killed runs left there.",
      "",
      "A run notes the namespace that it is about to make below $XDG_STATE_HOME/cks-auth or"
          + " ~/.local/state/cks-auth, and strikes it out when it is gone. What is still noted, and"
          + " labelled as the suite's, is deleted, unless its run goes on.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is gone, or nothing was left",
      "2:wrong input: no cluster, or no administrator in its file; nothing was sent",
      "3:something could not be removed"
    })
final class CleanCommand implements Callable<ExitCode> {

  @Parameters(paramLabel = "SUBJECT", arity = "1..*", description = "Files of clusters.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--all",
      description =
          "Also namespaces of the suite that this machine has no note of. Their runs may go on"
              + " elsewhere.")
  private boolean all;

  @Option(names = "--allow-exec", description = "Lets subject files run the commands they name.")
  private boolean allowExec;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure, IOException {
    Problems problems = new Problems();
    Catalogue catalogue = RunInput.catalogue(List.of(), problems);
    List<ClusterSubject> clusters = ClusterInput.clusters(files, catalogue, problems);
    for (ClusterSubject cluster : clusters) {
      if (cluster.administrator().isEmpty()) {
        problems.add(
            cluster.file().toString(),
            Position.START,
            "gives no administrator, who would remove what is left");
      }
    }
    RunInput.require(problems);
    ClusterInput.requireExec(clusters, allowExec);
    boolean failed = false;
    for (ClusterSubject cluster : clusters) {
      failed |= clean(cluster, cluster.administrator().orElseThrow());
    }
    return failed ? ExitCode.UNFINISHED : ExitCode.DONE;
  }

  private boolean clean(ClusterSubject cluster, Administrator administrator) throws IOException {
    Journal journal = Journal.ofUser(Environment.ofProcess());
    List<Finding> findings;
    try (Leftovers leftovers =
        new Leftovers(cluster, administrator, journal, CleanCommand::lives)) {
      findings = leftovers.remove(all);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(cluster.id());
    if (findings.stream().noneMatch(finding -> finding.kind() != Kind.LEFT)) {
      out.println("  nothing to remove");
    }
    findings.forEach(finding -> out.println("  " + finding.words()));
    out.flush();
    return findings.stream().anyMatch(finding -> finding.kind() == Kind.FAILED);
  }

  private static boolean lives(Journal.Entry entry) {
    return new ProcessIdentity(entry.process(), entry.processStart()).living().isPresent();
  }
}
