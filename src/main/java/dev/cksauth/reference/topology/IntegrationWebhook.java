package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.observer.ObservingFront;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The webhook behind an API server of a reference system, with all that can be done to it. */
final class IntegrationWebhook implements AutoCloseable {

  /** As the subject file calls it. */
  static final String NAME = "chain";

  /** How long the API server keeps its answers: long enough to see it, short enough to wait. */
  static final String CACHE_TTL = "5s";

  private final Teardown teardown = new Teardown();
  private final CertificateAuthority authority;
  private final Path directory;
  private final IntegrationTokens tokens;
  private final ObservingFront front;
  private final ConsoleActions actions;

  private IntegrationWebhook(Path directory, CertificateAuthority authority) throws IOException {
    this.directory = directory;
    this.authority = authority;
    DecisionLog log = teardown.add(DecisionLog.to(log()));
    this.tokens = teardown.add(IntegrationTokens.start(authority, log, LoginParts.HONEST));
    WebhookServer server =
        teardown.add(
            WebhookServer.start(
                WebhookServerSpec.of(WebhookPki.identity(authority)), tokens.authenticator(), log));
    this.front = teardown.add(ObservingFront.start(WebhookPki.front(server.uri(), authority)));
    this.actions = teardown.add(ConsoleActions.start(all()));
  }

  /**
   * Starts one.
   *
   * @param directory where its log is, and the subject file will be
   * @throws IOException when a part does not start; none runs then
   */
  static IntegrationWebhook start(Path directory, CertificateAuthority authority)
      throws IOException {
    return new IntegrationWebhook(directory, authority);
  }

  private Path log() {
    return directory.resolve("integration-" + NAME + ".log");
  }

  private Map<String, Action> all() {
    Map<String, Action> all = new HashMap<>(front.actions());
    all.putAll(tokens.actions());
    for (String name : List.of("fault", "heal")) {
      Action ofFront = Objects.requireNonNull(front.actions().get(name));
      all.put(
          name,
          request ->
              tokens.trouble(request.path("fault").asString(""), name.equals("fault"))
                  ? ActionAnswer.done()
                  : ofFront.perform(request));
    }
    return all;
  }

  /** Where the API server finds it. */
  URI uri() {
    return front.uri();
  }

  /** A kubeconfig for {@code --authentication-token-webhook-config-file}. */
  String kubeconfig() {
    return WebhookPki.kubeconfig(uri(), authority);
  }

  /** Its users, below {@code credentials}; writes their tokens. */
  String credentials() throws IOException {
    return tokens.credentials(directory, "integration-");
  }

  /** Its place in the subject file. */
  String yaml() {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        """
        webhooks:
          - name: %s
            observer: {url: "%s"}
            cacheTtl: %s
            log: {file: %s}
        """
            .formatted(NAME, front.observer(), CACHE_TTL, log().getFileName()));
    yaml.append(IntegrationTokens.yaml()).append("    actions:\n");
    for (String action :
        List.of(
            "issue",
            "revoke",
            "enable",
            "disable",
            "stop",
            "start",
            "restart",
            "rotate-certificate",
            "fault",
            "heal")) {
      yaml.append("      %s: {post: \"%s\"}%n".formatted(action, actions.uri(action)));
    }
    return yaml.toString();
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
      throw new IllegalStateException("the webhook behind the API server did not stop", failure);
    }
  }
}
