package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.Mapping;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.idp.HeldDiscovery;
import dev.cksauth.reference.idp.keycloak.KeycloakHost;
import dev.cksauth.reference.idp.keycloak.KeycloakRealm;
import dev.cksauth.reference.idp.keycloak.KeycloakUnavailable;
import dev.cksauth.reference.process.Poll;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** Keycloak as an identity provider of a reference system's API server. */
final class ReferenceKeycloak implements AutoCloseable {
  private static final String PREFIX = "keycloak:";
  private static final String NAME = "keycloak";
  private static final Duration POLL = Duration.ofMillis(200);

  /** Without a discovery that is held, an API server asks again every ten seconds. */
  private static final Duration TAKEN_UP = Duration.ofSeconds(45);

  private final KeycloakPart part;
  private final HeldDiscovery held;
  private final CertificateAuthority authority;

  private ReferenceKeycloak(KeycloakPart part, HeldDiscovery held, CertificateAuthority authority) {
    this.part = part;
    this.held = held;
    this.authority = authority;
  }

  /**
   * Starts it; it is not ready yet. The first time it is prepared before, which takes a minute.
   *
   * @param host who runs it; absent: a process of ours
   * @throws IOException when there is none, or it cannot be started, with what helps
   */
  static ReferenceKeycloak start(
      RunDirectory run,
      CertificateAuthority authority,
      Optional<KeycloakHost> host,
      StartProgress progress)
      throws IOException, InterruptedException {
    HeldDiscovery held = HeldDiscovery.start(TlsContexts.serving(authority));
    try {
      SSLContext trust = TlsContexts.trusting(authority);
      KeycloakPart part =
          host.isPresent()
              ? KeycloakPart.start(host.get(), run, authority, trust)
              : KeycloakPart.start(run, authority, trust, progress);
      return new ReferenceKeycloak(part, held, authority);
    } catch (KeycloakUnavailable none) {
      held.close();
      throw new IOException(none.getMessage(), none);
    } catch (IOException | RuntimeException | InterruptedException failed) {
      held.close();
      throw failed;
    }
  }

  /** Where the API server finds its discovery document. */
  URI heldAt() {
    return held.uri();
  }

  /** How the API server takes its tokens. */
  JwtIssuer configured() {
    return JwtIssuer.of(
            part.issuer(),
            authority.certificatePem(),
            KeycloakRealm.AUDIENCE,
            new Mapping("preferred_username", PREFIX),
            Map.of("groups", new Mapping("groups", PREFIX).json()))
        .withDiscoveryAt(held.uri());
  }

  /**
   * Waits until users can log in, and lets the API server know.
   *
   * @throws IOException when it is not ready in time, or has died; with the end of its log
   */
  void awaitReady() throws IOException, InterruptedException {
    part.awaitReady();
    held.release(part.discoveryDocument());
  }

  /** Waits until the API server takes its tokens. */
  void awaitTakenUp(AdministratorClient administrator) throws IOException, InterruptedException {
    String token = part.token(KeycloakRealm.ALICE);
    Poll.until(
        "the API server takes Keycloak's tokens",
        TAKEN_UP,
        POLL,
        () -> {
          String error = administrator.reviewed(token);
          return error.isEmpty() ? Poll.Attempt.success() : Poll.Attempt.notYet(error);
        },
        part::failure);
  }

  /**
   * Its part of the subject file, below {@code issuers}.
   *
   * @param actions where its actions are served
   */
  String yaml(ConsoleActions actions) {
    StringBuilder yaml = new StringBuilder();
    yaml.append("  - name: %s%n    url: \"%s\"%n".formatted(NAME, part.issuer()));
    for (String setting : settings()) {
      yaml.append("    %s%n".formatted(setting));
    }
    yaml.append("    actions:\n");
    for (String name : List.of("issue", "enable", "disable", "revoke")) {
      yaml.append("      %s: {post: \"%s\"}%n".formatted(name, actions.uri(NAME + "-" + name)));
    }
    return yaml.toString();
  }

  /** The cluster's {@code oidc}, where there is no other issuer. */
  String oidc() {
    return "oidc: {issuer: \"%s\", %s}%n".formatted(part.issuer(), String.join(", ", settings()));
  }

  private static List<String> settings() {
    return List.of(
        "clientId: " + KeycloakRealm.AUDIENCE,
        "algorithms: [RS256]",
        "usernameClaim: preferred_username",
        "usernamePrefix: \"" + PREFIX + "\"",
        "groupsClaim: groups",
        "groupsPrefix: \"" + PREFIX + "\"");
  }

  /** Its actions, by names that no other issuer's have. */
  Map<String, Action> actions() {
    Map<String, Action> named = new HashMap<>();
    part.actions().forEach((name, action) -> named.put(NAME + "-" + name, action));
    return named;
  }

  /**
   * Writes down how its users log in, and a kubeconfig for some of them.
   *
   * @return the kubeconfigs, by the names of who they are for
   */
  Map<String, Path> write(Path run, URI unmanaged, Path launcher) throws IOException {
    Path unused = part.writeSecrets(run.resolve("subjects"));
    Path base = run.toAbsolutePath().resolveSibling("");
    Map<String, Path> kubeconfigs = new LinkedHashMap<>();
    for (String user : List.of(KeycloakRealm.ALICE, KeycloakRealm.ERIN)) {
      Path file = run.resolve("kubeconfigs").resolve(NAME + "-" + user + ".kubeconfig");
      kubeconfigs.put(
          NAME + "-" + user,
          PrivateFile.write(
              file,
              PluginKubeconfig.execKubeconfig(
                  unmanaged, authority.certificate(), user, launcher, base)));
    }
    return kubeconfigs;
  }

  /** What it died of, with the end of its log; nothing while it runs or is stopped. */
  Optional<String> failure() {
    return part.failure();
  }

  /** Its log. */
  Path logFile() {
    return part.logFile();
  }

  @Override
  public void close() throws IOException {
    try (part) {
      held.close();
    }
  }
}
