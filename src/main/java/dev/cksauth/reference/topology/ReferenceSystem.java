package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.container.Engine;
import dev.cksauth.reference.container.Images;
import dev.cksauth.reference.container.Pod;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A running reference system: a real Kubernetes API server, the managed endpoint before it and the
 * Cloud Console, on free ports of 127.0.0.1.
 *
 * <p>What is under test is reached through {@link #subjectFiles} only. All goes with the run
 * directory, which belongs to the system from {@link #start} on.
 */
public final class ReferenceSystem implements AutoCloseable {
  private final Teardown teardown;
  private final RunDirectory run;
  private final Servers servers;
  private final Optional<ReferenceKeycloak> keycloak;
  private final Optional<Contained> contained;
  private final ReferenceFiles.Written files;
  private final List<ReferenceEndpoint> endpoints;
  private final List<StartedPart> parts;
  private final Duration took;

  /**
   * Its API servers.
   *
   * @param integration the one that has a webhook
   */
  record Servers(ApiServer first, Optional<ApiServer> integration) {}

  ReferenceSystem(
      Teardown teardown,
      RunDirectory run,
      Servers servers,
      Optional<ReferenceKeycloak> keycloak,
      Optional<Contained> contained,
      ReferenceFiles.Written files,
      List<ReferenceEndpoint> endpoints,
      List<StartedPart> parts,
      Duration took) {
    this.teardown = teardown;
    this.run = run;
    this.servers = servers;
    this.keycloak = keycloak;
    this.contained = contained;
    this.files = files;
    this.endpoints = List.copyOf(endpoints);
    this.parts = List.copyOf(parts);
    this.took = took;
  }

  /**
   * Starts a reference system; it is ready for use when this returns.
   *
   * @param run where it is to live; closed with the system, and when the start fails
   * @throws ReferenceStartException when a part does not come up; nothing runs then
   * @throws InterruptedException when the thread is interrupted; nothing runs then
   */
  public static ReferenceSystem start(
      RunDirectory run, ControlPlane controlPlane, ReferenceOptions options, StartProgress progress)
      throws ReferenceStartException, InterruptedException {
    Teardown teardown = new Teardown();
    teardown.add(run);
    return start(teardown, run, new Platform.Processes(controlPlane), options, progress);
  }

  /** The same; who may close it at any moment, also during the start, holds the teardown. */
  static ReferenceSystem start(
      Teardown teardown,
      RunDirectory run,
      Platform platform,
      ReferenceOptions options,
      StartProgress progress)
      throws ReferenceStartException, InterruptedException {
    try {
      CertificateAuthority authority = CertificateAuthority.create("cks-auth reference");
      return switch (platform) {
        case Platform.Processes(ControlPlane controlPlane) ->
            new ReferenceStart(teardown, run, authority, options, progress).start(controlPlane);
        case Platform.Containers(Engine engine, Images images) -> {
          ReferenceNames names = ReferenceNames.random();
          Pod pod = teardown.add(new Pod(engine, images, run));
          pod.open(names.hosts(), Contained.ports());
          Contained contained = Contained.in(teardown, pod, run, authority);
          ReferenceStart.Surroundings surroundings =
              new ReferenceStart.Surroundings(names, Optional.of(contained));
          ReferenceSystem system =
              new ReferenceStart(teardown, run, authority, options, progress, surroundings)
                  .start(new ControlPlane.Hosted(contained.apiServers()));
          // First of all at the end: together they are gone sooner than one by one.
          teardown.add(pod);
          yield system;
        }
      };
    } catch (IOException e) {
      teardown.close();
      throw new ReferenceStartException("the reference system did not start: " + reason(e), e);
    } catch (RuntimeException e) {
      boolean ended = teardown.closed();
      teardown.close();
      if (ended) {
        throw new ReferenceStartException("the reference system was ended while it started", e);
      }
      throw e;
    } catch (InterruptedException e) {
      teardown.close();
      throw e;
    }
  }

  private static String reason(IOException failure) {
    @Nullable String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** The files that describe what is under test here. */
  public List<Path> subjectFiles() {
    return files.subjects();
  }

  /** Kubeconfigs for a plain kubectl, by the names of who they are for. */
  public Map<String, Path> kubeconfigs() {
    return files.kubeconfigs();
  }

  /** The files with the tokens of the subject files, by the names of the credentials. */
  public Map<String, Path> tokens() {
    return files.tokens();
  }

  /** The managed, the unmanaged and the deprecated endpoint. */
  public List<ReferenceEndpoint> endpoints() {
    return endpoints;
  }

  /** Where all its files are. */
  public Path directory() {
    return run.path();
  }

  /** The logs of its processes, by whose they are. */
  public Map<String, Path> logs() {
    Map<String, Path> logs = new LinkedHashMap<>();
    logs.put("API server", servers.first().logFile());
    keycloak.ifPresent(part -> logs.put("Keycloak", part.logFile()));
    servers
        .integration()
        .ifPresent(server -> logs.put("API server with a webhook", server.logFile()));
    return logs;
  }

  /** What it runs in, as reports name it. */
  public String topology() {
    return contained.isPresent() ? "containers" : "process";
  }

  /** Its parts, in an order that is always the same. */
  public List<StartedPart> parts() {
    return parts;
  }

  /** How long the whole start took. */
  public Duration took() {
    return took;
  }

  /** One line for a person: {@code reference system: API server 2.9 s · … · up in 3.4 s}. */
  public String summary() {
    return Stream.concat(
            parts.stream().map(StartedPart::toString),
            Stream.of("up in " + StartedPart.seconds(took)))
        .collect(Collectors.joining(" · ", "reference system: ", ""));
  }

  /**
   * What an API server or Keycloak died of, with the end of its log; nothing while it is as it
   * should be.
   */
  public Optional<String> failure() {
    return teardown.closed()
        ? Optional.empty()
        : servers
            .first()
            .failure()
            .or(() -> keycloak.flatMap(ReferenceKeycloak::failure))
            .or(() -> servers.integration().flatMap(ApiServer::failure))
            .or(() -> contained.flatMap(Contained::failure));
  }

  /**
   * Ends all parts and removes the run directory. A second call waits for the first and does
   * nothing.
   *
   * @throws IOException when something is left: a file that cannot be removed
   */
  @Override
  public void close() throws IOException {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IOException(
          "the reference system is not wholly gone: " + failure.getMessage(), failure);
    }
  }
}
