package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many reviews at once, as after the restart of an API server (contract B-14). */
final class WebhookConcurrencyTest {
  private static final int MANY = 120;

  private static Decision named(String token) {
    return new Decision.Authenticated(User.of(token, List.of()), List.of());
  }

  private static boolean awaited(CountDownLatch latch) {
    try {
      return latch.await(Caller.PATIENCE.toSeconds() / 2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static WebhookServer serving(TokenAuthenticator authenticator) throws Exception {
    return WebhookServer.start(
        WebhookServerSpec.of(Caller.identity()), authenticator, DecisionLog.none());
  }

  private static List<CompletableFuture<HttpResponse<String>>> postMany(Caller caller) {
    List<CompletableFuture<HttpResponse<String>>> posted = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      posted.add(caller.posting("token-" + i + "-"));
    }
    return posted;
  }

  private static void eachHasItsOwn(List<CompletableFuture<HttpResponse<String>>> posted) {
    for (int i = 0; i < MANY; i++) {
      assertThat(posted.get(i).join().body()).contains("\"username\":\"token-" + i + "-\"");
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void eachTokenGetsItsOwnUser(HttpClient.Version version) throws Exception {
    try (WebhookServer server = serving((token, audiences) -> named(token));
        Caller caller = Caller.of(server, version)) {
      eachHasItsOwn(postMany(caller));
    }
  }

  /** Each decision waits for all the others: with fewer at once than that, none would come. */
  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aHundredDecisionsMayBeUnderWayAtOnce(HttpClient.Version version) throws Exception {
    CountDownLatch others = new CountDownLatch(MANY);
    TokenAuthenticator slow =
        (token, audiences) -> {
          others.countDown();
          return awaited(others) ? named(token) : new Decision.NotAuthenticated("alone");
        };
    try (WebhookServer server = serving(slow);
        Caller caller = Caller.of(server, version)) {
      eachHasItsOwn(postMany(caller));
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void healthIsToldWhileAllDecisionsWait(HttpClient.Version version) throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    TokenAuthenticator waiting =
        (token, audiences) ->
            awaited(open) ? named(token) : new Decision.NotAuthenticated("never let go");
    try (WebhookServer server = serving(waiting);
        Caller caller = Caller.of(server, version);
        Caller other = Caller.of(server, version)) {
      List<CompletableFuture<HttpResponse<String>>> posted = postMany(caller);
      assertThat(other.health("/healthz")).isEqualTo(200);
      assertThat(open.getCount()).isEqualTo(1);
      open.countDown();
      eachHasItsOwn(posted);
    }
  }
}
