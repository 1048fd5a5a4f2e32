package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.apiserver.AuthorizationConfiguration;
import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.observer.NoOpinionServer;
import dev.cksauth.reference.observer.ObservingFront;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks that an API server of a reference system asks about accesses, before RBAC. They have
 * no opinion unless they are told one about a single user, so that all others are granted what they
 * would be without them.
 */
final class AccessWebhooks implements AutoCloseable {

  /** How long the API server keeps answers: long enough to see it, short enough to wait. */
  static final String CACHE_TTL = "5s";

  /** Begins the name of the file that says how the API server asks one of them. */
  static final String KUBECONFIG = "access-webhook-";

  /** About whom the strict one is never asked. */
  static final String EXEMPT_USER = "cks-auth:exempt";

  /** The strict one is asked about users of the scenarios alone: its failure locks out. */
  private static final List<String> CONDITIONS =
      List.of(
          "request.user.startsWith('cks-auth:')", "request.user != '%s'".formatted(EXEMPT_USER));

  private final Teardown teardown = new Teardown();
  private final List<Part> parts = new ArrayList<>();

  /** How the API server asks one, beside where. */
  enum Kind {
    /** As the flags of an API server have it, but for the version. */
    ACCESS("access", "v1", "NoOpinion"),
    STRICT("strict-access", "v1beta1", "Deny");

    private final String word;
    private final String version;
    private final String failurePolicy;

    Kind(String word, String version, String failurePolicy) {
      this.word = word;
      this.version = version;
      this.failurePolicy = failurePolicy;
    }
  }

  private record Part(Kind kind, ObservingFront front, ConsoleActions actions) {}

  private AccessWebhooks(CertificateAuthority authority, ControlPlane controlPlane)
      throws IOException, InterruptedException {
    try {
      URI behind = teardown.add(NoOpinionServer.start()).uri();
      for (Kind kind : Kind.values()) {
        ObservingFront front =
            teardown.add(ObservingFront.start(WebhookPki.front(behind, authority)));
        controlPlane.reach(front.uri());
        parts.add(
            new Part(kind, front, teardown.add(ConsoleActions.start(Map.copyOf(front.actions())))));
      }
    } catch (IOException | InterruptedException | RuntimeException failed) {
      @Nullable Exception unused = teardown.close();
      throw failed;
    }
  }

  /**
   * Starts them.
   *
   * @param controlPlane of which an API server is to reach them
   * @throws IOException when one does not start; none runs then
   */
  static AccessWebhooks start(CertificateAuthority authority, ControlPlane controlPlane)
      throws IOException, InterruptedException {
    return new AccessWebhooks(authority, controlPlane);
  }

  /**
   * Writes the files for {@code --authorization-config}.
   *
   * @param directory where to
   * @return the configuration
   */
  Path configuration(Path directory, CertificateAuthority authority) throws IOException {
    List<AuthorizationConfiguration.Webhook> webhooks = new ArrayList<>();
    for (Part part : parts) {
      Path kubeconfig =
          PrivateFile.write(
              directory.resolve(KUBECONFIG + part.kind().word + port(part) + ".json"),
              WebhookPki.kubeconfig(part.front().uri().resolve("/authorize"), authority));
      webhooks.add(
          new AuthorizationConfiguration.Webhook(
              part.kind().word,
              kubeconfig,
              part.kind().version,
              CACHE_TTL,
              part.kind().failurePolicy,
              part.kind() == Kind.STRICT ? CONDITIONS : List.of()));
    }
    Path file = directory.resolve("authorization-" + port(parts.getFirst()) + ".json");
    new AuthorizationConfiguration(webhooks).writeTo(file);
    return file;
  }

  private static String port(Part part) {
    return "-" + part.front().uri().getPort();
  }

  /** Their places in the subject file, below {@code webhooks}. */
  String yaml() {
    StringBuilder yaml = new StringBuilder();
    for (Part part : parts) {
      yaml.append(
          """
            - name: %s
              authorizer: {version: %s, failurePolicy: %s, beforeRbac: true%s}
              observer: {url: "%s"}
              cacheTtl: %s
              actions:
          """
              .formatted(
                  part.kind().word,
                  part.kind().version,
                  part.kind().failurePolicy,
                  part.kind() == Kind.STRICT ? ", exemptUser: \"" + EXEMPT_USER + "\"" : "",
                  part.front().observer(),
                  CACHE_TTL));
      for (String action : List.of("stop", "start", "fault", "heal")) {
        yaml.append("      %s: {post: \"%s\"}%n".formatted(action, part.actions().uri(action)));
      }
    }
    return yaml.toString();
  }

  @Override
  public void close() {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("a webhook for accesses did not stop", failure);
    }
  }
}
