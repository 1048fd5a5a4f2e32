package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.observer.ObservingFront;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.JwtSettings;
import dev.cksauth.reference.webhook.JwtTokens;
import dev.cksauth.reference.webhook.PublishedKeys;
import dev.cksauth.reference.webhook.User;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The webhook behind an API server of a reference system, with all that can be done to it. */
final class IntegrationWebhook implements AutoCloseable {

  /** As the subject file calls it. */
  static final String NAME = "jwt";

  /** How long the API server keeps its answers: long enough to see it, short enough to wait. */
  static final String CACHE_TTL = "5s";

  private final Teardown teardown = new Teardown();
  private final CertificateAuthority authority;
  private final Path directory;
  private final SampleJwts tokens;
  private final ObservingFront front;
  private final ConsoleActions actions;

  private IntegrationWebhook(Path directory, CertificateAuthority authority) throws IOException {
    this.directory = directory;
    this.authority = authority;
    EmbeddedIssuer issuer =
        teardown.add(EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(authority))));
    this.tokens = new SampleJwts(issuer);
    JwtTokens authenticator =
        new JwtTokens(
            JwtSettings.of(issuer.issuer().toString(), List.of(SampleJwts.AUDIENCE)),
            PublishedKeys.at(issuer.keys(), Optional.of(TlsContexts.trusting(authority))),
            tokens::revokedId);
    DecisionLog log = teardown.add(DecisionLog.to(log()));
    WebhookServer server =
        teardown.add(
            WebhookServer.start(
                WebhookServerSpec.of(WebhookPki.identity(authority)), authenticator, log));
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
    all.put("issue", this::issue);
    all.put(
        "revoke",
        request ->
            tokens.revoke(request.path("token").asString(""))
                ? ActionAnswer.done()
                : ActionAnswer.notFound());
    return all;
  }

  private ActionAnswer issue(JsonNode request) throws IOException {
    String name = request.path("name").asString("");
    return SampleTokens.USERS.containsKey(name)
        ? ActionAnswer.credential(tokens.issue(name))
        : ActionAnswer.notFound();
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
    StringBuilder yaml = new StringBuilder();
    for (Map.Entry<String, User> user : new TreeMap<>(SampleTokens.USERS).entrySet()) {
      String name = user.getKey();
      String file = "integration-" + name + ".token";
      PrivateFile.write(directory.resolve(file), tokens.issue(name) + "\n");
      yaml.append(
          """
            - name: %s
              kind: webhook
              token: {file: %s}
              expect: {username: %s, uid: %s, groups: [%s, "system:authenticated"]}
          """
              .formatted(
                  name,
                  file,
                  user.getValue().username(),
                  user.getValue().uid().orElseThrow(),
                  String.join(", ", user.getValue().groups())));
    }
    Map<String, String> others = tokens.others();
    for (String kind : List.of("expired", "revoked")) {
      String file = "integration-" + kind + ".token";
      PrivateFile.write(directory.resolve(file), Objects.requireNonNull(others.get(kind)) + "\n");
      yaml.append(
          "  - {name: webhook-%s, kind: webhook-%s, token: {file: %s}}\n"
              .formatted(kind, kind, file));
    }
    return yaml.toString();
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
            actions:
        """
            .formatted(NAME, front.observer(), CACHE_TTL, log().getFileName()));
    for (String action :
        List.of(
            "issue", "revoke", "stop", "start", "restart", "rotate-certificate", "fault", "heal")) {
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
