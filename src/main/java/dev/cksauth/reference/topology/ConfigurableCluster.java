package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ApiServerSpec;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration;
import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.cksapi.ApiServerConfigurator;
import dev.cksauth.reference.cksapi.CksApiServer;
import dev.cksauth.reference.cksapi.CksApiSpec;
import dev.cksauth.reference.cksapi.Configurator;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.Role;
import dev.cksauth.reference.managed.ManagedEndpoint;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster of the reference that is there to be configured: fresh, without webhook and issuer, and
 * with a CKS API that changes its API server. It is a second cluster, so that the first one's
 * settings are nobody's to change.
 */
final class ConfigurableCluster implements AutoCloseable {

  /** Its API server takes three seconds on two idle cores; a busy machine is no failure. */
  private static final Duration READY = Duration.ofMinutes(2);

  private final Teardown teardown = new Teardown();
  private final CertificateAuthority authority;
  private final ReferenceNames names = ReferenceNames.random();
  private final CloudConsole console = new CloudConsole();
  private final Faults faults;

  /** Where mutants differ from the honest cluster. */
  interface Faults {

    /** What the API is. */
    default CksApiSpec api(CksApiSpec honest) {
      return honest;
    }

    /** What changes the API server. */
    default Configurator configurator(Configurator honest, ApiServer apiServer) {
      return honest;
    }

    /** None. */
    Faults NONE = new Faults() {};
  }

  private ConfigurableCluster(CertificateAuthority authority, Faults faults) {
    this.authority = authority;
    this.faults = faults;
  }

  /** A cluster that runs, and the files that lead to it. */
  record Started(
      ConfigurableCluster cluster,
      ApiServer apiServer,
      Path subjectFile,
      Path administrator,
      URI api) {}

  /**
   * Starts one; it is ready when this returns.
   *
   * @param directory where its files go, made here, mode 700
   * @throws IOException when a part does not come up; none runs then
   */
  static Started start(
      RunDirectory run,
      ControlPlane controlPlane,
      CertificateAuthority authority,
      Path directory,
      Faults faults)
      throws IOException, InterruptedException {
    ConfigurableCluster cluster = new ConfigurableCluster(authority, faults);
    try {
      return cluster.start(run, controlPlane, directory);
    } catch (IOException | InterruptedException | RuntimeException failed) {
      cluster.close();
      throw failed;
    }
  }

  private Started start(RunDirectory run, ControlPlane controlPlane, Path directory)
      throws IOException, InterruptedException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    Path authentication = directory.resolve("authentication.json");
    new AuthenticationConfiguration(List.of()).writeTo(authentication);
    ApiServerSpec spec =
        ApiServerSpec.of(authority, names.clusterId().toString())
            .withDnsNames(
                List.of(names.unmanagedHost(), names.deprecatedHost(), names.customHost()))
            .withAuthenticationConfiguration(authentication);
    ApiServer apiServer = teardown.add(ApiServer.start(controlPlane, run, spec));
    console.addUser(ReferenceFiles.ADMIN, Role.ADMIN);
    console.addUser(ReferenceFiles.VIEWER, Role.VIEWER);
    ManagedEndpoint managed =
        teardown.add(
            ManagedEndpoint.start(
                ManagedPart.spec(authority, names.managedHost(), console, apiServer.port())));
    ConfigurationTargets targets = teardown.add(ConfigurationTargets.start(directory, authority));
    for (URI address : targets.addresses()) {
      controlPlane.reach(address);
    }
    apiServer.awaitReady(READY);
    String version = prepare(apiServer);
    Configurator configurator =
        faults.configurator(
            new ApiServerConfigurator(apiServer, authentication, directory), apiServer);
    CksApiServer api = teardown.add(CksApiServer.start(faults.api(api(configurator, version))));
    List<ReferenceEndpoint> endpoints =
        List.of(
            names.managed(managed.port()),
            names.unmanaged(apiServer.port()),
            names.deprecated(apiServer.port()),
            names.custom(apiServer.port()));
    ConfigurableFiles files =
        new ConfigurableFiles(directory, authority, console, names.clusterId().toString());
    Path administrator = files.administrator(endpoints.get(1).local(), apiServer);
    Path subject = files.subject(endpoints, version, api.uri(), targets);
    return new Started(this, apiServer, subject, administrator, api.uri());
  }

  private String prepare(ApiServer apiServer) throws IOException, InterruptedException {
    URI server = URI.create("https://127.0.0.1:" + apiServer.port());
    try (AdministratorClient administrator =
        new AdministratorClient(server, authority.certificate(), apiServer.administratorToken())) {
      new Rights(administrator).grant(ManagedPart.IMPERSONATOR);
      return administrator.get("/version").path("gitVersion").asString("");
    }
  }

  private CksApiSpec api(Configurator configurator, String version) throws IOException {
    String minor = version.replaceFirst("(v[0-9]+\\.[0-9]+).*", "$1");
    return CksApiSpec.of(
        identity(TlsContexts.local(authority)),
        console,
        configurator,
        CksApiSpec.cluster(
            names.clusterId().toString(), "configurable", minor, names.managedHost()));
  }

  private static TlsIdentity identity(IssuedCertificate issued) {
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  /**
   * Stops all of it.
   *
   * @throws IllegalStateException when a part does not stop
   */
  @Override
  public void close() {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("a cluster did not stop", failure);
    }
  }
}
