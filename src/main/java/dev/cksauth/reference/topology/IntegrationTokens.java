package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.FactorSessions;
import dev.cksauth.reference.webhook.JwtSettings;
import dev.cksauth.reference.webhook.JwtTokens;
import dev.cksauth.reference.webhook.PublishedKeys;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.TokenChain;
import dev.cksauth.reference.webhook.User;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Whose tokens the webhook behind an API server takes: users with JSON Web Tokens or opaque ones,
 * and the staff, who log in with a password and a one-time code. With all that can be done to them.
 */
final class IntegrationTokens implements AutoCloseable {

  /** One for each story, so that stories need not wait for each other. */
  private static final Map<String, User> STAFF =
      Stream.of("carol", "dave", "erin", "frank", "grace", "heidi")
          .collect(Collectors.toUnmodifiableMap(name -> name, name -> User.of(name, groups())));

  private final Teardown teardown = new Teardown();
  private final CertificateAuthority authority;
  private final SampleDirectory directory;
  private final FactorLogins staff;
  private final SampleJwts jwts;
  private final OpaqueTokens opaque;
  private final ChainedTokens tokens;
  private final TokenAuthenticator authenticator;

  private IntegrationTokens(CertificateAuthority authority, DecisionLog log, LoginParts parts)
      throws IOException {
    this.authority = authority;
    try {
      directory = teardown.add(SampleDirectory.start(authority, STAFF));
      WebhookServerSpec spec = WebhookServerSpec.of(WebhookPki.identity(authority));
      staff = teardown.add(new FactorLogins(directory, authority, spec, log, parts));
      staff.enrol();
      EmbeddedIssuer issuer =
          teardown.add(
              EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(authority))));
      jwts = new SampleJwts(issuer);
      opaque = teardown.add(OpaqueTokens.start(authority));
      Map<String, String> usual =
          SampleTokens.USERS.keySet().stream()
              .collect(Collectors.toMap(name -> name, name -> ChainedTokens.JWT));
      tokens = new ChainedTokens(jwts, staff, opaque, usual);
      authenticator =
          tokens.authenticator(
              jwtTokens(issuer),
              TokenChain.Link.prefixed(FactorSessions.PREFIX, staff.authenticator()));
    } catch (IOException | RuntimeException failed) {
      @Nullable Exception unused = teardown.close();
      throw failed;
    }
  }

  private static List<String> groups() {
    return List.of("dev");
  }

  /**
   * Starts what issues them.
   *
   * @param log of logins
   * @throws IOException when a part does not start; none runs then
   */
  static IntegrationTokens start(CertificateAuthority authority, DecisionLog log, LoginParts parts)
      throws IOException {
    return new IntegrationTokens(authority, log, parts);
  }

  private JwtTokens jwtTokens(EmbeddedIssuer issuer) throws IOException {
    return new JwtTokens(
        JwtSettings.of(issuer.issuer().toString(), List.of(SampleJwts.AUDIENCE)),
        PublishedKeys.at(issuer.keys(), Optional.of(TlsContexts.trusting(authority))),
        jwts::revokedId);
  }

  /** Decides on all of them. */
  TokenAuthenticator authenticator() {
    return authenticator;
  }

  /** What a subject file may ask for, by its names; {@link #trouble} is apart. */
  Map<String, Action> actions() {
    Map<String, Action> actions = new HashMap<>(staff.actions());
    actions.remove("fault");
    actions.remove("heal");
    actions.put("issue", this::issue);
    actions.put(
        "revoke",
        request ->
            tokens.revoke(request.path("token").asString(""))
                ? ActionAnswer.done()
                : ActionAnswer.notFound());
    return actions;
  }

  private ActionAnswer issue(JsonNode request) throws IOException {
    String name = request.path("name").asString("");
    if (!SampleTokens.USERS.containsKey(name) && !STAFF.containsKey(name)) {
      return ActionAnswer.notFound();
    }
    return tokens
        .logIn(name, request.path("login").asString(SampleTokens.USUALLY))
        .map(ActionAnswer::credential)
        .orElseGet(ActionAnswer::forbidden);
  }

  /**
   * Has what is behind the webhook in trouble, or ends that.
   *
   * @param fault {@code directory}: it is down; {@code issuer}: it refuses the webhook
   * @return whether there is such a trouble
   */
  boolean trouble(String fault, boolean begins) throws IOException {
    return switch (fault) {
      case "directory" -> {
        if (begins) {
          directory.stop();
        } else {
          directory.restore();
        }
        yield true;
      }
      case "issuer" -> {
        opaque.refuseAskers(begins);
        yield true;
      }
      default -> false;
    };
  }

  /**
   * Their owners, below {@code credentials}; writes their tokens.
   *
   * @param to where the files go
   * @param prefix of the files' names
   */
  String credentials(Path to, String prefix) throws IOException {
    StringBuilder yaml = new StringBuilder();
    TreeSet<String> names = new TreeSet<>(SampleTokens.USERS.keySet());
    names.addAll(STAFF.keySet());
    for (String name : names) {
      User user = tokens.user(name);
      String file = prefix + name + ".token";
      PrivateFile.write(to.resolve(file), tokens.issue(name) + "\n");
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
                  user.username(),
                  user.uid().orElseThrow(),
                  String.join(", ", user.groups())));
    }
    Map<String, String> others = new TreeMap<>(jwts.others());
    for (String kind : List.of("expired", "revoked")) {
      String file = prefix + kind + ".token";
      PrivateFile.write(to.resolve(file), Objects.requireNonNull(others.get(kind)) + "\n");
      yaml.append(
          "  - {name: webhook-%s, kind: webhook-%s, token: {file: %s}}\n"
              .formatted(kind, kind, file));
    }
    return yaml.toString();
  }

  /** What the subject file says of them in its {@code webhooks}. */
  static String yaml() {
    return """
        behind: [directory, second-factor, introspection]
        lockOut: %ds
    """
        .formatted(DirectoryLogins.LIMITS.lockOut().toSeconds());
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
      throw new IllegalStateException("what issues the webhook's tokens did not stop", failure);
    }
  }
}
