package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The identity providers of one start of a reference system. Where both are asked for and Keycloak
 * does not come up, the start goes on without it, and says so.
 */
final class ReferenceProviders {
  private final Teardown teardown;
  private final RunDirectory run;
  private final CertificateAuthority authority;
  private final ReferenceOptions options;
  private final StartProgress progress;
  private final Optional<Contained> contained;
  private Optional<ReferenceIssuers> embedded = Optional.empty();
  private Optional<ReferenceKeycloak> keycloak = Optional.empty();
  private boolean configuredKeycloak;

  ReferenceProviders(
      Teardown teardown,
      RunDirectory run,
      CertificateAuthority authority,
      ReferenceOptions options,
      StartProgress progress,
      Optional<Contained> contained) {
    this.teardown = teardown;
    this.run = run;
    this.authority = authority;
    this.options = options;
    this.progress = progress;
    this.contained = contained;
  }

  /**
   * Starts them; Keycloak is not ready yet.
   *
   * @return the API server's configuration for them
   */
  Path start(Path subjects) throws IOException, InterruptedException {
    if (options.idp().keycloak()) {
      try {
        keycloak =
            Optional.of(
                teardown.add(
                    ReferenceKeycloak.start(
                        run, authority, contained.map(Contained::keycloak), progress)));
      } catch (IOException none) {
        withoutKeycloak(none);
      }
    }
    if (options.idp().embedded()) {
      embedded = Optional.of(teardown.add(ReferenceIssuers.start(authority, subjects)));
    }
    configuredKeycloak = keycloak.isPresent();
    if (contained.isPresent()) {
      reach(contained.get());
    }
    Path file = run.path().resolve("authentication.json");
    configuration().writeTo(file);
    return file;
  }

  /** What API servers ask these for must be there before they ask. */
  private void reach(Contained pod) throws IOException, InterruptedException {
    List<URI> asked = new ArrayList<>();
    embedded.map(ReferenceIssuers::addresses).ifPresent(asked::addAll);
    keycloak.map(ReferenceKeycloak::heldAt).ifPresent(asked::add);
    for (URI uri : asked) {
      pod.reach(uri);
    }
  }

  private AuthenticationConfiguration configuration() {
    List<JwtIssuer> issuers = new ArrayList<>();
    embedded.map(ReferenceIssuers::configured).ifPresent(issuers::addAll);
    keycloak.map(ReferenceKeycloak::configured).ifPresent(issuers::add);
    return new AuthenticationConfiguration(issuers);
  }

  /** What helps is in the message; who asked for Keycloak alone has nothing else. */
  private void withoutKeycloak(IOException failure) throws IOException {
    if (!options.idp().embedded()) {
      throw failure;
    }
    progress.note("going on without Keycloak, as with --idp embedded: " + failure.getMessage());
    if (keycloak.isPresent()) {
      keycloak.get().close();
      keycloak = Optional.empty();
    }
  }

  /**
   * Waits until users can log in at Keycloak.
   *
   * @return whether they can
   */
  boolean awaitKeycloak() throws IOException, InterruptedException {
    if (keycloak.isPresent()) {
      try {
        keycloak.get().awaitReady();
      } catch (IOException failed) {
        withoutKeycloak(failed);
      }
    }
    return keycloak.isPresent();
  }

  /**
   * Waits until the API server takes Keycloak's tokens. Where Keycloak did not come up, the API
   * server is told to forget it: an issuer that is not there holds up every later change (contract
   * C-23).
   */
  void awaitTakenUp(ApiServer apiServer, AdministratorClient administrator)
      throws IOException, InterruptedException {
    if (keycloak.isPresent()) {
      try {
        keycloak.get().awaitTakenUp(administrator);
      } catch (IOException failed) {
        withoutKeycloak(failed);
      }
    }
    if (configuredKeycloak && keycloak.isEmpty()) {
      apiServer.reload(configuration());
    }
  }

  /** Their part of the subject file. */
  String yaml() throws IOException {
    Map<String, Action> actions = new HashMap<>();
    embedded.ifPresent(issuers -> actions.putAll(issuers.actions()));
    keycloak.ifPresent(provider -> actions.putAll(provider.actions()));
    ConsoleActions served = teardown.add(ConsoleActions.start(actions));
    return embedded
            .map(ReferenceIssuers::oidc)
            .or(() -> keycloak.map(ReferenceKeycloak::oidc))
            .orElse("")
        + "issuers:\n"
        + embedded.map(issuers -> issuers.yaml(served)).orElse("")
        + keycloak.map(provider -> provider.yaml(served)).orElse("");
  }

  /** Kubeconfigs for users of Keycloak, by the names of who they are for. */
  Map<String, Path> kubeconfigs(URI unmanaged) throws IOException {
    return keycloak.isPresent() && options.launcher().isPresent()
        ? keycloak.get().write(run.path(), unmanaged, options.launcher().get())
        : Map.of();
  }

  /** Keycloak, where it came up. */
  Optional<ReferenceKeycloak> keycloak() {
    return keycloak;
  }
}
