package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.process.Listening;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.DirectorySessions;
import dev.cksauth.reference.webhook.JwtSettings;
import dev.cksauth.reference.webhook.JwtTokens;
import dev.cksauth.reference.webhook.PublishedKeys;
import dev.cksauth.reference.webhook.StaticTokens;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.TokenChain;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The sample webhooks of a reference system, each with the subject file that describes it. */
public final class SampleWebhooks implements AutoCloseable {
  private final Teardown teardown = new Teardown();
  private final Path directory;
  private final CertificateAuthority authority;
  private final Serving serving;
  private final Place place;
  private final List<Path> files = new ArrayList<>();

  private SampleWebhooks(
      Path directory, CertificateAuthority authority, Serving serving, Place place) {
    this.directory = directory;
    this.authority = authority;
    this.serving = serving;
    this.place = place;
  }

  /** The samples there are. */
  enum Sample {
    STATIC,
    JWT,
    DIRECTORY,
    FACTORS,
    INTROSPECTION,
    CHAIN
  }

  /**
   * Where they are served.
   *
   * @param listening where each server listens
   * @param actions that their subject files have besides, with where they are
   */
  record Place(Listening listening, Map<String, URI> actions) {
    /** In the harness. */
    static final Place HERE = new Place(Listening.loopback(), Map.of());
  }

  /** Starts the server of a sample. */
  @FunctionalInterface
  interface Serving {
    WebhookServer serve(WebhookServerSpec spec, TokenAuthenticator authenticator, DecisionLog log)
        throws IOException;

    /** The certificate that takes the place of an old one. */
    default TlsIdentity renewed(TlsIdentity identity) {
      return identity;
    }
  }

  /**
   * Starts them all.
   *
   * @param directory where their subject files go; {@code ca.pem} of the authority is there
   * @throws IOException when one does not start; none runs then
   */
  public static SampleWebhooks start(Path directory, CertificateAuthority authority)
      throws IOException {
    return start(directory, authority, List.of(Sample.values()), WebhookServer::start);
  }

  /** Starts one of them, where it is told to listen. */
  static SampleWebhooks start(
      Path directory, CertificateAuthority authority, Sample which, Place place)
      throws IOException {
    return start(
        new SampleWebhooks(directory, authority, WebhookServer::start, place), List.of(which));
  }

  /** Starts some of them, served in another way. */
  static SampleWebhooks start(
      Path directory, CertificateAuthority authority, List<Sample> which, Serving serving)
      throws IOException {
    return start(new SampleWebhooks(directory, authority, serving, Place.HERE), which);
  }

  private static SampleWebhooks start(SampleWebhooks samples, List<Sample> which)
      throws IOException {
    try {
      for (Sample sample : which) {
        samples.start(sample);
      }
      return samples;
    } catch (IOException | RuntimeException failed) {
      samples.close();
      throw failed;
    }
  }

  /** The subject files, in the order in which they are to be tested. */
  public List<Path> subjectFiles() {
    return List.copyOf(files);
  }

  private void start(Sample sample) throws IOException {
    switch (sample) {
      case STATIC -> startStatic();
      case JWT -> startJwt();
      case DIRECTORY -> startDirectory();
      case FACTORS -> startFactors();
      case INTROSPECTION -> startIntrospection();
      case CHAIN -> startChain();
    }
  }

  private void startStatic() throws IOException {
    SampleTokenFile tokens = new SampleTokenFile(directory.resolve("webhook-static.tokens"));
    serve("webhook-static", tokens, new StaticTokens(tokens.path(), false), log("webhook-static"));
  }

  private void startJwt() throws IOException {
    EmbeddedIssuer issuer = issuer();
    SampleJwts tokens = new SampleJwts(issuer);
    serve("webhook-jwt", tokens, authenticator(issuer, tokens), log("webhook-jwt"));
  }

  private EmbeddedIssuer issuer() throws IOException {
    return teardown.add(
        EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(authority))));
  }

  private JwtTokens authenticator(EmbeddedIssuer issuer, SampleJwts tokens) throws IOException {
    return new JwtTokens(
        JwtSettings.of(issuer.issuer().toString(), List.of(SampleJwts.AUDIENCE)),
        PublishedKeys.at(issuer.keys(), Optional.of(TlsContexts.trusting(authority))),
        tokens::revokedId);
  }

  private void startDirectory() throws IOException {
    DecisionLog log = log("webhook-directory");
    DirectoryLogins users = logins(log);
    serve("webhook-directory", users, users.authenticator(), log);
  }

  private DirectoryLogins logins(DecisionLog log) throws IOException {
    return teardown.add(new DirectoryLogins(company(), authority, spec(), log));
  }

  private void startFactors() throws IOException {
    DecisionLog log = log("webhook-multi-factor");
    FactorLogins users =
        teardown.add(new FactorLogins(company(), authority, spec(), log, LoginParts.HONEST));
    users.enrol();
    serve("webhook-multi-factor", users, users.authenticator(), log);
  }

  private void startIntrospection() throws IOException {
    OpaqueTokens tokens = teardown.add(OpaqueTokens.start(authority));
    DecisionLog log = log("webhook-introspection");
    serve("webhook-introspection", tokens, tokens.authenticator(), log);
  }

  private void startChain() throws IOException {
    DecisionLog log = log("webhook-chain");
    EmbeddedIssuer issuer = issuer();
    SampleJwts jwts = new SampleJwts(issuer);
    OpaqueTokens opaque = teardown.add(OpaqueTokens.start(authority));
    DirectoryLogins users = logins(log);
    ChainedTokens tokens =
        new ChainedTokens(
            jwts, users, opaque, Map.of("alice", ChainedTokens.JWT, "bob", ChainedTokens.SESSION));
    TokenAuthenticator chain =
        tokens.authenticator(
            authenticator(issuer, jwts),
            TokenChain.Link.prefixed(DirectorySessions.PREFIX, users.authenticator()));
    serve("webhook-chain", tokens, chain, log);
  }

  /** Each has a directory of its own: who is disabled in one is tested side by side in another. */
  private SampleDirectory company() throws IOException {
    return teardown.add(SampleDirectory.start(authority));
  }

  private DecisionLog log(String name) throws IOException {
    return teardown.add(DecisionLog.to(directory.resolve(name + ".log")));
  }

  private void serve(
      String name, SampleTokens tokens, TokenAuthenticator authenticator, DecisionLog log)
      throws IOException {
    ServedWebhook served = teardown.add(new ServedWebhook(spec(), authenticator, log, serving));
    Map<String, Action> named = actions(tokens, served);
    ConsoleActions actions = teardown.add(ConsoleActions.start(named, place.listening().next()));
    Map<String, URI> addresses = new HashMap<>(place.actions());
    named.keySet().forEach(action -> addresses.put(action, actions.uri(action)));
    files.add(
        new SampleSubject(directory, name, tokens)
            .write(served.uri(), addresses, List.of(SampleJwts.AUDIENCE)));
  }

  private Map<String, Action> actions(SampleTokens tokens, ServedWebhook served) {
    Map<String, Action> actions = new HashMap<>(tokens.actions());
    actions.put("issue", request -> issue(tokens, request));
    actions.put(
        "revoke",
        request ->
            tokens.revoke(request.path("token").asString(""))
                ? ActionAnswer.done()
                : ActionAnswer.notFound());
    actions.put(
        "restart",
        request -> {
          served.restart();
          return ActionAnswer.done();
        });
    actions.put(
        "rotate-certificate",
        request -> {
          served.renew(identity());
          return ActionAnswer.done();
        });
    return actions;
  }

  private static ActionAnswer issue(SampleTokens tokens, JsonNode request) throws IOException {
    String name = request.path("name").asString("");
    if (!SampleTokens.USERS.containsKey(name)) {
      return ActionAnswer.notFound();
    }
    return tokens
        .logIn(name, request.path("login").asString(SampleTokens.USUALLY))
        .map(ActionAnswer::credential)
        .orElseGet(ActionAnswer::forbidden);
  }

  private WebhookServerSpec spec() throws IOException {
    return WebhookServerSpec.of(identity()).at(place.listening().next());
  }

  private TlsIdentity identity() throws IOException {
    IssuedCertificate issued = TlsContexts.local(authority);
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  /**
   * Stops them all.
   *
   * @throws IllegalStateException when one does not stop
   */
  @Override
  public void close() {
    @Nullable Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("a sample webhook did not stop", failure);
    }
  }
}
