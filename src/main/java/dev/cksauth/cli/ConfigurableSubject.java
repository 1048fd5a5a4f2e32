package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.engine.configuration.Reconfiguration;
import dev.cksauth.engine.configuration.Snapshots;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.Environment;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The cluster that `configure` and `restore` are about, and how long they wait for it. */
final class ConfigurableSubject {

  @Parameters(paramLabel = "SUBJECT", description = "The cluster's file, with `cksApi`.")
  private Path file = Path.of("");

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      defaultValue = "1200",
      description =
          "How long to wait for the cluster to run again, and for a change to come into use;"
              + " default: 1200, as the vendor's own client does")
  private int within = 1200;

  @Option(names = "--allow-exec", description = "Lets the subject file run the commands it names.")
  private boolean allowExec;

  /**
   * Reads the file.
   *
   * @param changes whether the cluster is to be changed
   * @throws CommandFailure when it cannot be, or must not be; nothing was sent then
   */
  ClusterSubject read(boolean changes) throws CommandFailure {
    Problems problems = new Problems();
    Catalogue catalogue = RunInput.catalogue(List.of(), problems);
    List<ClusterSubject> clusters = ClusterInput.clusters(List.of(file), catalogue, problems);
    for (ClusterSubject cluster : clusters) {
      Optional<CksApi> api = cluster.cksApi();
      if (api.isEmpty()) {
        problems.add(file.toString(), Position.START, "gives no cksApi, which would be asked");
      } else if (changes && !api.get().mayReconfigure()) {
        problems.add(
            file.toString(),
            Position.START,
            "does not let the cluster be changed: set cksApi.mayReconfigure to true");
      }
    }
    RunInput.require(problems);
    ClusterInput.requireExec(clusters, allowExec);
    return clusters.getFirst();
  }

  /** The credential of a name. */
  Optional<Credential> credential(ClusterSubject cluster, Optional<String> name)
      throws CommandFailure {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    for (Credential credential : cluster.credentials()) {
      if (credential.name().equals(name.get())) {
        return Optional.of(credential);
      }
      names.add(credential.name());
    }
    throw new CommandFailure(
        ExitCode.WRONG_INPUT,
        "--check: no credential `%s` in %s; there: %s"
            .formatted(name.get(), file, String.join(", ", names)));
  }

  /** The means to change it. */
  Reconfiguration reconfiguration(ClusterSubject cluster, PrintWriter out) {
    return new Reconfiguration(
        cluster,
        Snapshots.ofUser(Environment.ofProcess()),
        Duration.ofSeconds(within),
        line -> {
          out.println(line);
          out.flush();
        });
  }

  Path file() {
    return file;
  }
}
