package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** A cluster that is there to be configured, without the rest of the reference. */
public final class OpenConfigurable implements AutoCloseable {
  private final RunDirectory run;
  private final ConfigurableCluster.Started cluster;

  private OpenConfigurable(RunDirectory run, ConfigurableCluster.Started cluster) {
    this.run = run;
    this.cluster = cluster;
  }

  /** Starts one below a directory. */
  public static OpenConfigurable start(Path base) throws Exception {
    RunDirectory run = RunDirectory.create(base);
    try {
      return new OpenConfigurable(
          run,
          ConfigurableCluster.start(
              run,
              ControlPlaneResolver.ofProcess().resolve(StartProgress.silent()).controlPlane(),
              CertificateAuthority.create("configurable"),
              run.path().resolve("configurable"),
              ConfigurableCluster.Faults.NONE));
    } catch (Exception failed) {
      run.close();
      throw failed;
    }
  }

  /** The file that describes it. */
  public Path subjectFile() {
    return cluster.subjectFile();
  }

  @Override
  public void close() throws IOException {
    cluster.cluster().close();
    run.close();
  }
}
