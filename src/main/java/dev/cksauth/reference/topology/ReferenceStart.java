package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ApiServerSpec;
import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.console.Role;
import dev.cksauth.reference.managed.ManagedEndpoint;
import dev.cksauth.reference.managed.ManagedEndpointSpec;
import dev.cksauth.reference.process.ConditionNotMetException;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** One start of a reference system. What it opens goes to the teardown at once. */
final class ReferenceStart {

  /** The API server takes three seconds on two idle cores; a busy machine is no failure. */
  private static final Duration READY = Duration.ofMinutes(2);

  /** An action has ten seconds in all, of which the old process may need some to end. */
  private static final Duration READY_AGAIN = Duration.ofSeconds(6);

  private static final String AUTHENTICATE = "authenticate";

  private static final String INTEGRATION = "cluster with a webhook";

  private static final String CONFIGURABLE = "configurable cluster with its CKS API";

  private final long begin = System.nanoTime();
  private final Teardown teardown;
  private final RunDirectory run;
  private final CertificateAuthority authority;
  private final ReferenceOptions options;
  private final StartProgress progress;
  private final Optional<Contained> contained;
  private final ReferenceNames names;
  private final CloudConsole console = new CloudConsole();
  private final List<StartedPart> parts = Collections.synchronizedList(new ArrayList<>());

  ReferenceStart(
      Teardown teardown,
      RunDirectory run,
      CertificateAuthority authority,
      ReferenceOptions options,
      StartProgress progress) {
    this(teardown, run, authority, options, progress, Surroundings.none());
  }

  /**
   * A start.
   *
   * @param surroundings where parts are
   */
  ReferenceStart(
      Teardown teardown,
      RunDirectory run,
      CertificateAuthority authority,
      ReferenceOptions options,
      StartProgress progress,
      Surroundings surroundings) {
    this.names = surroundings.names();
    this.contained = surroundings.contained();
    this.teardown = teardown;
    this.run = run;
    this.authority = authority;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Where it takes place.
   *
   * @param contained the containers, where parts are in some
   */
  record Surroundings(ReferenceNames names, Optional<Contained> contained) {
    static Surroundings none() {
      return new Surroundings(ReferenceNames.random(), Optional.empty());
    }
  }

  ReferenceSystem start(ControlPlane controlPlane) throws IOException, InterruptedException {
    Path subjects = ReferenceFiles.directories(run.path(), authority);
    ReferenceProviders providers =
        new ReferenceProviders(teardown, run, authority, options, progress, contained);
    long from = System.nanoTime();
    Path configuration = providers.start(subjects);
    if (options.idp().embedded()) {
      started("embedded issuers", from);
    }
    ApiServerSpec spec =
        ApiServerSpec.of(authority, names.clusterId().toString())
            .withDnsNames(
                List.of(names.unmanagedHost(), names.deprecatedHost(), names.customHost()))
            .withAuthenticationConfiguration(configuration);
    ApiServer apiServer = teardown.add(ApiServer.start(controlPlane, run, spec));
    // Its own clock is the whole start's: nothing else was done before.
    Optional<IntegrationCluster> integration = integration(controlPlane, subjects);
    try (ExecutorService beside = Executors.newVirtualThreadPerTaskExecutor()) {
      ConsoleActions served = console(apiServer);
      Future<Integer> managed =
          beside.submit(() -> managed("managed", "managed endpoint", served, apiServer.port()));
      Future<List<Path>> webhooks = beside.submit(() -> webhooks(subjects));
      Future<Boolean> keycloak = beside.submit(() -> keycloak(providers));
      Future<Optional<ConfigurableCluster.Started>> second =
          beside.submit(() -> configurable(controlPlane));
      apiServer.awaitReady(READY);
      started("API server", begin);
      int endpoint = result(managed);
      List<Path> samples = result(webhooks);
      boolean unused = result(keycloak);
      if (integration.isPresent()) {
        integration.get().awaitReady(port -> managed("managed-integration", served, port));
        started(INTEGRATION, begin);
      }
      Others others = new Others(integration, result(second));
      return set(apiServer, endpoint, served, samples, providers, others);
    }
  }

  private Optional<IntegrationCluster> integration(ControlPlane controlPlane, Path subjects)
      throws IOException, InterruptedException {
    return options.integration()
        ? Optional.of(
            teardown.add(
                IntegrationCluster.start(
                    IntegrationCluster.Parts.of(run, controlPlane, authority, names), subjects)))
        : Optional.empty();
  }

  /** The clusters beside the first, those that are wanted. */
  private record Others(
      Optional<IntegrationCluster> integration,
      Optional<ConfigurableCluster.Started> configurable) {

    /** The files with those that lead to them. */
    ReferenceFiles.Written added(
        ReferenceFiles.Written first, ReferenceFiles writer, String version) throws IOException {
      ReferenceFiles.Written files = first;
      if (integration.isPresent()) {
        files =
            files
                .and(List.of(writer.write(integration.get(), version)))
                .withKubeconfigs(
                    Map.of(IntegrationCluster.ADMINISTRATOR, integration.get().kubeconfig()));
      }
      if (configurable.isPresent()) {
        files =
            files
                .and(List.of(configurable.get().subjectFile()))
                .withKubeconfigs(Map.of("configurable", configurable.get().administrator()));
      }
      return files;
    }
  }

  private ReferenceSystem set(
      ApiServer apiServer,
      int managed,
      ConsoleActions actions,
      List<Path> webhooks,
      ReferenceProviders providers,
      Others others)
      throws IOException, InterruptedException {
    List<ReferenceEndpoint> endpoints =
        List.of(
            names.managed(managed),
            names.unmanaged(apiServer.port()),
            names.deprecated(apiServer.port()),
            names.custom(apiServer.port()));
    URI server = endpoints.get(1).local();
    String version;
    try (AdministratorClient administrator =
        new AdministratorClient(server, authority.certificate(), apiServer.administratorToken())) {
      new Rights(administrator).grant(ManagedPart.IMPERSONATOR);
      version = administrator.get("/version").path("gitVersion").asString("");
      providers.awaitTakenUp(apiServer, administrator);
    }
    ReferenceFiles writer =
        new ReferenceFiles(
            run.path(),
            authority,
            console,
            actions,
            contained.map(Contained::actions).orElse(Map.of()));
    ReferenceFiles.Written files =
        writer
            .write(endpoints, apiServer, version, providers.yaml())
            .and(webhooks)
            .withKubeconfigs(providers.kubeconfigs(server));
    files = others.added(files, writer, version);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return new ReferenceSystem(
        teardown,
        run,
        new ReferenceSystem.Servers(
            apiServer, others.integration().map(IntegrationCluster::apiServer)),
        providers.keycloak(),
        contained,
        files,
        endpoints,
        inOrder(),
        took);
  }

  /** On a machine with two cores it is up a second after the first one. */
  private Optional<ConfigurableCluster.Started> configurable(ControlPlane controlPlane)
      throws IOException, InterruptedException {
    if (!options.configurable()) {
      return Optional.empty();
    }
    Path directory = run.path().resolve("configurable");
    ConfigurableCluster.Started cluster =
        ConfigurableCluster.start(
            run, controlPlane, authority, directory, ConfigurableCluster.Faults.NONE);
    teardown.add(cluster.cluster());
    started(CONFIGURABLE, begin);
    return Optional.of(cluster);
  }

  private boolean keycloak(ReferenceProviders providers) throws IOException, InterruptedException {
    boolean there = providers.awaitKeycloak();
    if (there) {
      started("Keycloak", begin);
    }
    return there;
  }

  private List<Path> webhooks(Path subjects) throws IOException, InterruptedException {
    long from = System.nanoTime();
    List<Path> files =
        contained.isPresent()
            ? contained.get().webhooks()
            : teardown.add(SampleWebhooks.start(subjects, authority)).subjectFiles();
    started("sample webhooks", from);
    return files;
  }

  private int managed(String name, String part, ConsoleActions console, int apiServerPort)
      throws IOException, InterruptedException {
    long from = System.nanoTime();
    int port = managed(name, console, apiServerPort);
    started(part, from);
    return port;
  }

  private int managed(String name, ConsoleActions console, int apiServerPort)
      throws IOException, InterruptedException {
    return contained.isPresent()
        ? contained
            .get()
            .managedEndpoint(name, names.managedHost(), console.uri(AUTHENTICATE), apiServerPort)
        : teardown.add(ManagedEndpoint.start(managedSpec(apiServerPort))).port();
  }

  /** The honest managed endpoint of this start. */
  ManagedEndpointSpec managedSpec(int apiServerPort) throws IOException {
    return ManagedPart.spec(authority, names.managedHost(), console, apiServerPort);
  }

  /** Whose tokens the managed endpoint takes. */
  CloudConsole cloudConsole() {
    return console;
  }

  private ConsoleActions console(ApiServer apiServer) throws IOException, InterruptedException {
    long from = System.nanoTime();
    console.addUser(ReferenceFiles.ADMIN, Role.ADMIN);
    console.addUser(ReferenceFiles.VIEWER, Role.VIEWER);
    Map<String, Action> actions = new HashMap<>(ConsoleActions.of(console, ReferenceFiles.OWNERS));
    actions.put("restart", request -> restart(apiServer));
    actions.put(
        "stop",
        request -> {
          apiServer.stop();
          return ActionAnswer.done();
        });
    actions.put("start", actions.get("restart"));
    if (contained.isPresent()) {
      actions.put(AUTHENTICATE, ConsoleActions.authenticating(console));
    }
    ConsoleActions served = teardown.add(ConsoleActions.start(actions));
    if (contained.isPresent()) {
      contained.get().reach(served.uri(AUTHENTICATE));
    }
    started("Cloud Console", from);
    return served;
  }

  /** It is restarted once its process runs: a busy machine may take longer than an action may. */
  private static ActionAnswer restart(ApiServer apiServer)
      throws IOException, InterruptedException {
    apiServer.restart(Map.of());
    try {
      apiServer.awaitReady(READY_AGAIN);
    } catch (ConditionNotMetException notYet) {
      if (apiServer.failure().isPresent()) {
        throw notYet;
      }
    }
    return ActionAnswer.done();
  }

  /** They come up in any order; a reader finds them where they were the last time. */
  private List<StartedPart> inOrder() {
    List<String> order =
        List.of(
            "embedded issuers",
            "API server",
            "managed endpoint",
            "Cloud Console",
            "sample webhooks",
            "Keycloak",
            INTEGRATION,
            CONFIGURABLE);
    return parts.stream()
        .sorted(Comparator.comparingInt(part -> order.indexOf(part.name())))
        .toList();
  }

  private void started(String name, long from) {
    StartedPart part = new StartedPart(name, Duration.ofNanos(System.nanoTime() - from));
    parts.add(part);
    progress.started(part);
  }

  private static <T> T result(Future<T> future) throws IOException, InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io
          ? io
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }
}
