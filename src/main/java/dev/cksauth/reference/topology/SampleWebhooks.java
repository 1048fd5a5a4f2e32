package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.console.ConsoleActions;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.JwtSettings;
import dev.cksauth.reference.webhook.JwtTokens;
import dev.cksauth.reference.webhook.PublishedKeys;
import dev.cksauth.reference.webhook.StaticTokens;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
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
  private final List<Path> files = new ArrayList<>();

  private SampleWebhooks(Path directory, CertificateAuthority authority, Serving serving) {
    this.directory = directory;
    this.authority = authority;
    this.serving = serving;
  }

  /** The samples there are. */
  enum Sample {
    STATIC,
    JWT
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

  /** Starts some of them, served in another way. */
  static SampleWebhooks start(
      Path directory, CertificateAuthority authority, List<Sample> which, Serving serving)
      throws IOException {
    SampleWebhooks samples = new SampleWebhooks(directory, authority, serving);
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
    }
  }

  private void startStatic() throws IOException {
    SampleTokenFile tokens = new SampleTokenFile(directory.resolve("webhook-static.tokens"));
    serve(
        "webhook-static",
        tokens,
        new StaticTokens(tokens.path(), false),
        List.of(SampleJwts.AUDIENCE));
  }

  private void startJwt() throws IOException {
    EmbeddedIssuer issuer =
        teardown.add(EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(authority))));
    SampleJwts tokens = new SampleJwts(issuer);
    JwtTokens authenticator =
        new JwtTokens(
            JwtSettings.of(issuer.issuer().toString(), List.of(SampleJwts.AUDIENCE)),
            PublishedKeys.at(issuer.keys(), Optional.of(TlsContexts.trusting(authority))),
            tokens::revokedId);
    serve("webhook-jwt", tokens, authenticator, List.of(SampleJwts.AUDIENCE));
  }

  private void serve(
      String name, SampleTokens tokens, TokenAuthenticator authenticator, List<String> audiences)
      throws IOException {
    Path log = directory.resolve(name + ".log");
    DecisionLog decisions = teardown.add(DecisionLog.to(log));
    WebhookServerSpec spec = WebhookServerSpec.of(identity());
    Served served = new Served(spec, authenticator, decisions, serving, teardown);
    ConsoleActions actions = teardown.add(ConsoleActions.start(actions(tokens, served)));
    files.add(new SampleSubject(directory, name, tokens).write(served.uri(), actions, audiences));
  }

  private Map<String, Action> actions(SampleTokens tokens, Served served) {
    Map<String, Action> actions = new HashMap<>();
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
    return ActionAnswer.credential(tokens.issue(name));
  }

  private TlsIdentity identity() throws IOException {
    IssuedCertificate issued = TlsContexts.local(authority);
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  /** A webhook that may be started anew at the same port. */
  private static final class Served {
    private final WebhookServerSpec spec;
    private final TokenAuthenticator authenticator;
    private final DecisionLog log;
    private final Serving serving;
    private WebhookServer server;

    Served(
        WebhookServerSpec spec,
        TokenAuthenticator authenticator,
        DecisionLog log,
        Serving serving,
        Teardown teardown)
        throws IOException {
      this.spec = spec;
      this.authenticator = authenticator;
      this.log = log;
      this.serving = serving;
      this.server = serving.serve(spec, authenticator, log);
      teardown.add(this::close);
    }

    synchronized java.net.URI uri() {
      return server.uri();
    }

    synchronized void restart() throws IOException {
      int port = server.port();
      server.close();
      server = serving.serve(spec.at(port), authenticator, log);
    }

    synchronized void renew(TlsIdentity identity) throws IOException {
      server.renew(serving.renewed(identity));
    }

    synchronized void close() {
      server.close();
    }
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
