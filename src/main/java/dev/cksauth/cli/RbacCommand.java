package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Forecast;
import dev.cksauth.engine.Selection;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.ClusterSubject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the rights that the suite needs in a cluster. */
@Command(
    name = "rbac",
    description = {
      "Prints the least RBAC that the suite needs in a cluster, as YAML; sends nothing.",
      "",
      "  cks-auth rbac cluster.yaml | kubectl apply -f -",
      "",
      "Its comments say which capability each rule is for, and how a kubeconfig for the"
          + " administrator of the subject's file is made of it.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:printed", "2:wrong input"})
final class RbacCommand implements Callable<ExitCode> {

  @Parameters(paramLabel = "SUBJECT", description = "The file of a cluster.")
  private Path file = Path.of("");

  @Mixin private SelectionOptions selected = new SelectionOptions();

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure {
    Problems problems = new Problems();
    Catalogue catalogue = RunInput.catalogue(selected.added(), problems);
    Selection selection = selected.selection();
    if (!problems.any()) {
      RunInput.selection(selection, catalogue, problems);
    }
    List<ClusterSubject> clusters = ClusterInput.clusters(List.of(file), catalogue, problems);
    RunInput.require(problems);
    ClusterSubject cluster = clusters.getFirst();
    List<Scenario> planned =
        selection.of(catalogue, cluster).stream().filter(selection::runs).toList();
    Forecast forecast = Forecast.administered(catalogue, cluster, planned);
    spec.commandLine().getOut().print(new RbacManifest(catalogue, cluster).render(forecast));
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
