package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.mutant.oidc.KeySets;
import dev.cksauth.mutant.oidc.OidcVerifier;
import dev.cksauth.mutant.oidc.OidcWebhook;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.idp.IssuerKeys;
import dev.cksauth.reference.managed.ManagedEndpoint;
import dev.cksauth.reference.topology.OpenReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One API server for all mutants: those that verify tokens wrongly are in its webhook, which tells
 * them apart by the issuer's URL, and those that are configured wrongly are issuers of its own.
 */
final class OidcCluster implements AutoCloseable {
  private static final Pattern ISSUER =
      Pattern.compile("- name: (?<name>[a-z-]+)\\R +url: \"https://localhost:(?<port>\\d+)\"");

  private final OpenReference reference;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final Map<String, EmbeddedIssuer> misconfigured = new HashMap<>();
  private final ApiServer server;
  private final ManagedEndpoint managed;
  private final ConsoleActions actions;

  OidcCluster(OpenReference reference) throws Exception {
    this.reference = reference;
    try {
      KeySets keys = add(new KeySets(reference.trusting()));
      OidcWebhook webhook =
          add(OidcWebhook.start(reference.serving(), new OidcVerifier(keys, issuers())));
      Path directory = reference.system().directory();
      Path configuration = directory.resolve("misconfigured.json");
      new AuthenticationConfiguration(misconfigured()).writeTo(configuration);
      Path kubeconfig =
          PrivateFile.write(directory.resolve("oidc-webhook.kubeconfig"), kubeconfig(webhook));
      server =
          add(
              reference.another(
                  Map.of(
                      "authentication-config",
                      configuration.toString(),
                      "authentication-token-webhook-config-file",
                      kubeconfig.toString(),
                      "authentication-token-webhook-version",
                      "v1",
                      "authentication-token-webhook-cache-ttl",
                      "0s")));
      managed = add(ManagedEndpoint.start(reference.managed(server.port())));
      actions = add(ConsoleActions.start(Map.of("restart", request -> ActionAnswer.done())));
    } catch (Exception failed) {
      close();
      throw failed;
    }
  }

  private <T extends AutoCloseable> T add(T part) {
    open.push(part);
    return part;
  }

  /** The names of the reference's issuers by their ports. */
  private Map<Integer, String> issuers() throws IOException {
    Map<Integer, String> issuers = new HashMap<>();
    Matcher matcher =
        ISSUER.matcher(Files.readString(reference.system().subjectFiles().getFirst()));
    while (matcher.find()) {
      issuers.put(Integer.parseInt(matcher.group("port")), matcher.group("name"));
    }
    assertThat(issuers).isNotEmpty();
    return issuers;
  }

  private List<AuthenticationConfiguration.JwtIssuer> misconfigured() throws IOException {
    List<AuthenticationConfiguration.JwtIssuer> configured = new ArrayList<>();
    for (Misconfigured which : Misconfigured.values()) {
      EmbeddedIssuer issuer =
          add(
              EmbeddedIssuer.start(
                  new EmbeddedIssuer.Spec(
                      reference.serving(),
                      reference.serving(),
                      which.ofPrimary() ? IssuerKeys.ALL : IssuerKeys.ONE,
                      Optional.empty())));
      misconfigured.put(which.word(), issuer);
      configured.add(which.issuer(issuer.issuer(), reference.authority().certificatePem()));
      PrivateFile.write(keys(which), issuer.privateKeys());
    }
    return configured;
  }

  private Path keys(Misconfigured which) {
    return reference.system().directory().resolve("subjects").resolve(which.word() + ".jwks");
  }

  private String kubeconfig(OidcWebhook webhook) {
    return """
    {"apiVersion": "v1", "kind": "Config", "current-context": "webhook",
     "contexts": [{"name": "webhook", "context": {"cluster": "webhook", "user": "webhook"}}],
     "users": [{"name": "webhook", "user": {}}],
     "clusters": [{"name": "webhook", "cluster": {"server": "%s", "certificate-authority-data": "%s"}}]}
    """
        .formatted(
            webhook.uri(),
            Base64.getEncoder()
                .encodeToString(
                    reference.authority().certificatePem().getBytes(StandardCharsets.US_ASCII)));
  }

  /** All issuers are verified by the webhook, with a fault or honestly. */
  void verifiedBy(Stage stage, String fault) throws IOException {
    lead(stage);
    stage.rewrite(text ->
        text.replaceAll("\"(https://localhost:\\d+)\"", "\"$1/" + fault + "\"")
            .replaceAll("clientId: kubernetes(?=[,\\n])", "clientId: kubernetes--" + fault));
  }

  /** One issuer is another one, for which the API server is configured wrongly. */
  void configured(Stage stage, Misconfigured which) throws IOException {
    lead(stage);
    String url =
        Optional.ofNullable(misconfigured.get(which.word())).orElseThrow().issuer().toString();
    stage.rewrite(text -> {
      Matcher honest =
          Pattern.compile("- name: " + which.role() + "\\R +url: \"([^\"]+)\"").matcher(text);
      assertThat(honest.find()).isTrue();
      return text.replace('"' + honest.group(1) + '"', '"' + url + '"')
          .replace("issuer-" + which.role() + ".jwks", which.word() + ".jwks");
    });
  }

  private void lead(Stage stage) throws IOException {
    stage.lead(server);
    stage.moved("managed", managed.port());
    stage.rewrite(text ->
        text.replaceAll(
            "(?m)^  restart: .*$", "  restart: {post: \"" + actions.uri("restart") + "\"}"));
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception failed) {
        throw new IllegalStateException("a part did not stop", failed);
      }
    }
  }
}
