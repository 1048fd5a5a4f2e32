package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided while an issuer is there, is gone, and changes its keys. */
final class PublishedKeysTest {
  private static final String GONE = "";

  private final AtomicInteger asked = new AtomicInteger();
  private final CountDownLatch answering = new CountDownLatch(1);
  private SampleIssuer issuer;
  private HttpServer server;
  private volatile String published = GONE;
  private volatile boolean stalled;
  private JwtTokens tokens;

  @BeforeEach
  void start() throws Exception {
    issuer = new SampleIssuer();
    published = issuer.published();
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    server = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
    server.createContext("/keys", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    URI url = URI.create("http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort()));
    tokens =
        new JwtTokens(
            JwtSettings.of(SampleIssuer.ISSUER, List.of(SampleIssuer.AUDIENCE)),
            PublishedKeys.at(url, Optional.empty()),
            id -> false);
  }

  @AfterEach
  void stop() {
    answering.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.incrementAndGet();
    try (exchange) {
      if (stalled) {
        var unused = answering.await(Caller.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      byte[] body = published.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(published.equals(GONE) ? 500 : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Decision decide(SampleIssuer signer) throws Exception {
    return tokens.authenticate(
        signer.token(SampleIssuer.claims("alice").build()), List.of(SampleIssuer.AUDIENCE));
  }

  @Test
  void keysAreFetchedOnceForManyTokens() throws Exception {
    for (int i = 0; i < 5; i++) {
      assertThat(decide(issuer)).isInstanceOf(Decision.Authenticated.class);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void aNewKeyIsGoodAtOnce() throws Exception {
    decide(issuer);
    SampleIssuer rotated = new SampleIssuer("key-2");
    published = rotated.published();
    assertThat(decide(rotated)).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void keyIdsThatSomebodyMadeUpAreDeniedAndSoonCostNoCall() throws Exception {
    decide(issuer);
    for (int i = 0; i < 5; i++) {
      assertThat(decide(new SampleIssuer("made-up-" + i)))
          .isInstanceOf(Decision.NotAuthenticated.class);
    }
    assertThat(asked).hasValueBetween(2, 3);
    assertThat(decide(issuer)).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void whatAnIssuerSignedThatHasGoneStaysGood() throws Exception {
    decide(issuer);
    published = GONE;
    assertThat(decide(issuer)).isInstanceOf(Decision.Authenticated.class);
    assertThat(tokens.ready()).isTrue();
  }

  @Test
  void aKeyThatMayBeNewIsNotDeniedWhileTheIssuerIsGone() throws Exception {
    decide(issuer);
    published = GONE;
    for (int i = 0; i < 5; i++) {
      assertThat(decide(new SampleIssuer("new-" + i))).isInstanceOf(Decision.Undecided.class);
    }
    assertThat(decide(issuer)).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void aPageInPlaceOfKeysIsNoAnswer() throws Exception {
    decide(issuer);
    published = "<html>log in</html>";
    assertThat(decide(new SampleIssuer("new"))).isInstanceOf(Decision.Undecided.class);
  }

  @Test
  void withoutAnyKeyNothingIsDecidedAndItIsNotReady() throws Exception {
    published = GONE;
    for (int i = 0; i < 5; i++) {
      assertThat(decide(issuer)).isInstanceOf(Decision.Undecided.class);
      assertThat(tokens.ready()).isFalse();
    }
  }

  @Test
  void readinessIsToldAsItIs() throws Exception {
    published = GONE;
    try (WebhookServer webhook = serving();
        Caller caller = Caller.of(webhook, HttpClient.Version.HTTP_2)) {
      assertThat(caller.health("/healthz")).isEqualTo(200);
      assertThat(caller.health("/readyz")).isEqualTo(503);
      published = issuer.published();
      assertThat(caller.health("/readyz")).isEqualTo(200);
    }
  }

  @Test
  void aReviewThatWaitsForTheIssuerInVainIsAFaultAndNoDenial() throws Exception {
    stalled = true;
    try (WebhookServer webhook = serving();
        Caller caller = Caller.of(webhook, HttpClient.Version.HTTP_2)) {
      String token = issuer.token(SampleIssuer.claims("alice").build());
      assertThat(caller.post(token).statusCode()).isEqualTo(500);
    }
  }

  private WebhookServer serving() throws Exception {
    return WebhookServer.start(WebhookServerSpec.of(Caller.identity()), tokens, DecisionLog.none());
  }
}
