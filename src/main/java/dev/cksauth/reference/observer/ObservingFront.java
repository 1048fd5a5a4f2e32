package dev.cksauth.reference.observer;

import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.process.PortReservation;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A webhook's place as an API server sees it: HTTPS on a port of 127.0.0.1 that stays the same. It
 * notes what arrives, hands it to the webhook itself, and has faults on demand.
 */
public final class ObservingFront implements AutoCloseable {
  /** Longer than an API server waits (contract A-46), which is to be the one that gives up. */
  private static final Duration IDLE = Duration.ofSeconds(60);

  private static final String UNTRUSTED = "untrusted-certificate";
  private static final int WITHOUT_END = Integer.MAX_VALUE;

  private final Spec spec;
  private final PortReservation port;
  private final HttpClient client;
  private final Misbehaviours misbehaviours = new Misbehaviours();
  private final FrontHandler handler;
  private final ObserverServer observer;
  private @Nullable WebhookServer server;

  /**
   * What a front is to be.
   *
   * @param webhook where the webhook itself is
   * @param trust of a client of that webhook
   * @param identity shown to the API server
   * @param untrusted shown to it while the certificate is at fault
   * @param clients who signed the certificates of those who may ask; empty: whoever comes
   */
  public record Spec(
      URI webhook,
      SSLContext trust,
      TlsIdentity identity,
      TlsIdentity untrusted,
      List<X509Certificate> clients) {
    public Spec {
      clients = List.copyOf(clients);
    }
  }

  private ObservingFront(
      Spec spec,
      PortReservation port,
      HttpClient client,
      ExchangeLog log,
      ObserverServer observer) {
    this.spec = spec;
    this.port = port;
    this.client = client;
    this.observer = observer;
    this.handler = new FrontHandler(spec.webhook(), client, log, misbehaviours);
  }

  /**
   * Starts a front; it accepts connections when this returns.
   *
   * @throws IOException when no port can be had, or a certificate is unusable
   */
  public static ObservingFront start(Spec spec) throws IOException {
    PortReservation port = PortReservation.take();
    try {
      ExchangeLog log = new ExchangeLog();
      HttpClient client =
          HttpClient.newBuilder()
              .sslContext(spec.trust())
              .proxy(HttpClient.Builder.NO_PROXY)
              .build();
      ObservingFront front = new ObservingFront(spec, port, client, log, ObserverServer.start(log));
      front.serve(spec.identity());
      return front;
    } catch (IOException | RuntimeException failed) {
      port.close();
      throw failed;
    }
  }

  /** Where an API server finds it: {@code https://localhost:PORT/authenticate}. */
  public URI uri() {
    return URI.create("https://localhost:" + port.port() + WebhookServerSpec.PATH);
  }

  /** Where what arrived is told. */
  public URI observer() {
    return observer.uri();
  }

  /**
   * What a subject file may ask of it: {@code stop}, {@code start}, {@code restart}, {@code
   * rotate-certificate}, {@code fault} and {@code heal}. A fault that names a token, or where
   * accesses are reviewed a user, is about that one's reviews alone; with {@code times}, about so
   * many of them.
   */
  public Map<String, Action> actions() {
    return Map.of(
        "stop", request -> done(this::stop),
        "start", request -> done(() -> serve(spec.identity())),
        "restart", request -> done(() -> serve(spec.identity())),
        "rotate-certificate", request -> done(() -> serve(spec.identity())),
        "fault", this::fault,
        "heal", this::heal);
  }

  @FunctionalInterface
  private interface Deed {
    void perform() throws IOException;
  }

  private static ActionAnswer done(Deed deed) throws IOException {
    deed.perform();
    return ActionAnswer.done();
  }

  private ActionAnswer fault(JsonNode request) throws IOException {
    if (request.path("fault").asString("").equals(UNTRUSTED)) {
      return done(() -> serve(spec.untrusted()));
    }
    Optional<Misbehaviour> misbehaviour = Misbehaviour.of(request);
    if (misbehaviour.isEmpty()) {
      return ActionAnswer.badRequest();
    }
    String times = request.path("times").asString("");
    misbehaviours.begin(
        about(request),
        misbehaviour.get(),
        times.matches("[1-9]\\d{0,8}") ? Integer.parseInt(times) : WITHOUT_END);
    return ActionAnswer.done();
  }

  private ActionAnswer heal(JsonNode request) throws IOException {
    if (request.path("fault").asString("").equals(UNTRUSTED)) {
      return done(() -> serve(spec.identity()));
    }
    misbehaviours.end(about(request));
    return ActionAnswer.done();
  }

  private static String about(JsonNode request) {
    String token = request.path("token").asString("");
    return token.isEmpty() ? request.path("user").asString("") : token;
  }

  /** Ends the present server and all its connections, and begins another one at the same port. */
  private synchronized void serve(TlsIdentity shown) throws IOException {
    stop();
    WebhookServerSpec served =
        WebhookServerSpec.of(shown).at(port.port()).forClientsOf(spec.clients());
    server = WebhookServer.start(served, handler, IDLE);
  }

  private synchronized void stop() {
    if (server != null) {
      handler.release();
      server.close();
      server = null;
    }
  }

  @Override
  public void close() throws IOException {
    stop();
    observer.close();
    client.shutdownNow();
    port.close();
  }
}
