package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.idp.IssuerFault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The embedded issuers of a reference system: they run before its API server looks for them. */
final class ReferenceIssuers implements AutoCloseable {
  private final Teardown teardown = new Teardown();
  private final Map<ReferenceIssuer, EmbeddedIssuer> issuers = new EnumMap<>(ReferenceIssuer.class);
  private final CertificateAuthority authority;
  private final Path subjects;

  private ReferenceIssuers(CertificateAuthority authority, Path subjects) {
    this.authority = authority;
    this.subjects = subjects;
  }

  /**
   * Starts them all.
   *
   * @param subjects where the subject file will be, and their keys are put
   * @throws IOException when one does not start; none runs then
   */
  static ReferenceIssuers start(CertificateAuthority authority, Path subjects) throws IOException {
    ReferenceIssuers started = new ReferenceIssuers(authority, subjects);
    try {
      SSLContext trusted = TlsContexts.serving(authority);
      SSLContext untrusted = TlsContexts.serving(CertificateAuthority.create("nobody's"));
      for (ReferenceIssuer which : ReferenceIssuer.values()) {
        EmbeddedIssuer.Spec spec =
            new EmbeddedIssuer.Spec(trusted, untrusted, which.keys(), which.cacheControl());
        EmbeddedIssuer issuer = started.teardown.add(EmbeddedIssuer.start(spec));
        started.issuers.put(which, issuer);
        started.writeKeys(which, issuer);
      }
      return started;
    } catch (IOException | RuntimeException failed) {
      started.close();
      throw failed;
    }
  }

  /** How an API server is to take their tokens. */
  List<JwtIssuer> configured() {
    return issuers.entrySet().stream()
        .map(entry ->
            entry.getKey().configured(entry.getValue().issuer(), authority.certificatePem()))
        .toList();
  }

  /** Their names, which are where they are. */
  List<URI> addresses() {
    return issuers.values().stream().map(EmbeddedIssuer::issuer).toList();
  }

  /** What the cluster is configured with, as the subject file says it. */
  String oidc() {
    EmbeddedIssuer primary =
        Optional.ofNullable(issuers.get(ReferenceIssuer.PRIMARY)).orElseThrow();
    return "oidc: {issuer: \"%s\", %s}%n"
        .formatted(primary.issuer(), ReferenceIssuer.PRIMARY.settings());
  }

  /**
   * Their part of the subject file, below {@code issuers}.
   *
   * @param served where their actions are
   */
  String yaml(ConsoleActions served) {
    StringBuilder yaml = new StringBuilder();
    issuers.forEach((which, issuer) -> {
      yaml.append("  - name: %s%n    url: \"%s\"%n".formatted(which.word(), issuer.issuer()));
      for (String setting : which.settings().split(", (?=[a-z]+[A-Z]?[a-zA-Z]*:)", -1)) {
        yaml.append("    %s%n".formatted(setting));
      }
      yaml.append("    signingKeys: {file: %s}%n".formatted(keys(which).getFileName()));
      if (!which.actions().isEmpty()) {
        yaml.append("    actions:\n");
      }
      for (String action : which.actions()) {
        yaml.append(
            "      %s: {post: \"%s\"}%n".formatted(action, served.uri(name(which, action))));
      }
    });
    return yaml.toString();
  }

  private Path keys(ReferenceIssuer which) {
    return subjects.resolve("issuer-" + which.word() + ".jwks");
  }

  private void writeKeys(ReferenceIssuer which, EmbeddedIssuer issuer) throws IOException {
    PrivateFile.replace(keys(which), issuer.privateKeys());
  }

  private static String name(ReferenceIssuer which, String action) {
    return which.word() + "-" + action;
  }

  /** What they can be told to do, by names that no two have. */
  Map<String, Action> actions() {
    Map<String, Action> actions = new HashMap<>();
    issuers.forEach((which, issuer) -> {
      for (String action : which.actions()) {
        actions.put(name(which, action), request -> perform(which, issuer, action, request));
      }
    });
    return actions;
  }

  private ActionAnswer perform(
      ReferenceIssuer which, EmbeddedIssuer issuer, String action, JsonNode request)
      throws IOException {
    switch (action) {
      case "rotate-keys" -> {
        if (which == ReferenceIssuer.CACHED) {
          // Whoever keeps keys keeps the present ones: they must stay good for the next run.
          issuer.addKeys();
        } else {
          issuer.rotateKeys();
        }
        writeKeys(which, issuer);
      }
      case "fault" -> {
        Optional<IssuerFault> fault = IssuerFault.of(request.path("fault").asString(""));
        if (fault.isEmpty()) {
          return ActionAnswer.badRequest();
        }
        issuer.fault(fault.get());
      }
      case "heal" -> issuer.heal();
      case "stop" -> issuer.stop();
      case "start" -> issuer.start();
      default -> throw new IllegalArgumentException("no such action: " + action);
    }
    return ActionAnswer.done();
  }

  @Override
  public void close() {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("an issuer did not stop", failure);
    }
  }
}
