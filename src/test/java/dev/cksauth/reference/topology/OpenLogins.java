package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.observer.ObservingFront;
import dev.cksauth.reference.webhook.AttemptLimits;
import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Directory;
import dev.cksauth.reference.webhook.LoginCall;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One webhook behind one API server for many webhooks whose users log in, each with a fault: it has
 * each token decided by the one that issued it. So they need one API server, and not one each.
 */
public final class OpenLogins implements AutoCloseable {
  private final Teardown teardown = new Teardown();
  private final CertificateAuthority authority;
  private final Map<String, TokenAuthenticator> owners = new ConcurrentHashMap<>();
  private final ObservingFront front;

  /** What one of them does otherwise than the honest sample. */
  public interface Fault {

    /** None. */
    Fault NONE = new Fault() {};

    /** Asks its directory otherwise. */
    default Directory directory(Directory honest) {
      return honest;
    }

    /** Lets users try more or less often. */
    default AttemptLimits limits(AttemptLimits honest) {
      return honest;
    }

    /** Answers its login API otherwise, of which this is one call. */
    default LoginCall call(String path, LoginCall honest, Map<String, LoginCall> all) {
      return honest;
    }

    /** Decides on tokens otherwise. */
    default TokenAuthenticator authenticator(TokenAuthenticator honest) {
      return honest;
    }
  }

  private record Parts(Fault fault) implements LoginParts {
    @Override
    public Directory directory(Directory honest) {
      return fault.directory(honest);
    }

    @Override
    public AttemptLimits limits(AttemptLimits honest) {
      return fault.limits(honest);
    }

    @Override
    public Map<String, LoginCall> calls(Map<String, LoginCall> honest) {
      Map<String, LoginCall> calls = new HashMap<>();
      honest.forEach((path, call) -> calls.put(path, fault.call(path, call, honest)));
      return calls;
    }
  }

  private OpenLogins(CertificateAuthority authority) throws IOException {
    this.authority = authority;
    WebhookServer server =
        teardown.add(
            WebhookServer.start(
                WebhookServerSpec.of(WebhookPki.identity(authority)),
                this::decide,
                DecisionLog.none()));
    this.front =
        teardown.add(
            ObservingFront.start(
                new ObservingFront.Spec(
                    server.uri(),
                    TlsContexts.trusting(authority),
                    WebhookPki.identity(authority),
                    WebhookPki.identity(authority),
                    List.of())));
  }

  /** Starts the webhook, behind which there is nobody yet. */
  public static OpenLogins start(CertificateAuthority authority) throws IOException {
    return new OpenLogins(authority);
  }

  private Decision decide(String token, List<String> audiences) {
    TokenAuthenticator owner = owners.get(key(token));
    return owner == null
        ? new Decision.NotAuthenticated("nobody's")
        : owner.authenticate(token, audiences);
  }

  /** A forged JSON Web Token is for whoever issued the one that it is made of. */
  private static String key(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return token;
    }
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return new JsonMapper().readTree(claims).path("iss").asString();
  }

  /** A kubeconfig for {@code --authentication-token-webhook-config-file}. */
  public String kubeconfig() {
    return """
    {"apiVersion": "v1", "kind": "Config", "current-context": "webhook",
     "contexts": [{"name": "webhook", "context": {"cluster": "webhook", "user": "webhook"}}],
     "users": [{"name": "webhook", "user": {}}],
     "clusters": [{"name": "webhook", "cluster": {"server": "%s", "certificate-authority-data": "%s"}}]}
    """
        .formatted(
            front.uri(),
            Base64.getEncoder()
                .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Puts one more behind it.
   *
   * @param directory for the files of its tokens
   * @param name of these files
   * @param cacheTtl of the API server
   * @return what a cluster's subject file says of it: {@code credentials} and {@code webhooks}
   */
  public String with(Path directory, String name, String cacheTtl, Fault fault) throws IOException {
    IntegrationTokens tokens =
        teardown.add(IntegrationTokens.start(authority, DecisionLog.none(), new Parts(fault)));
    TokenAuthenticator authenticator = fault.authenticator(tokens.authenticator());
    Map<String, Action> actions = new HashMap<>(tokens.actions());
    Action issue = Objects.requireNonNull(actions.get("issue"));
    actions.put("issue", request -> owned(issue.perform(request), authenticator));
    actions.put("fault", request -> trouble(tokens, request, true));
    actions.put("heal", request -> trouble(tokens, request, false));
    ConsoleActions served = teardown.add(ConsoleActions.start(actions));
    StringBuilder yaml = new StringBuilder("credentials:\n");
    yaml.append(tokens.credentials(directory, name + "-"));
    yaml.append(
        """
        webhooks:
          - name: %s
            observer: {url: "%s"}
            cacheTtl: %s
        """
            .formatted(name, front.observer(), cacheTtl));
    yaml.append(IntegrationTokens.yaml()).append("    actions:\n");
    for (String action : actions.keySet()) {
      yaml.append("      %s: {post: \"%s\"}%n".formatted(action, served.uri(action)));
    }
    return yaml.toString();
  }

  private ActionAnswer owned(ActionAnswer issued, TokenAuthenticator owner) {
    if (issued.status() == 200) {
      String token = new JsonMapper().readTree(issued.json()).at("/status/token").asString();
      owners.put(key(token), owner);
    }
    return issued;
  }

  private static ActionAnswer trouble(IntegrationTokens tokens, JsonNode request, boolean begins)
      throws IOException {
    return tokens.trouble(request.path("fault").asString(""), begins)
        ? ActionAnswer.done()
        : ActionAnswer.badRequest();
  }

  @Override
  public void close() throws IOException {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IOException("the webhooks did not stop", failure);
    }
  }
}
