package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The end of a sample webhook: an API server does not try again what is cut off (contract B-22).
 */
final class WebhookStopTest {

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void whatIsUnderWayIsAnsweredAndNothingAfterIt(HttpClient.Version version) throws Exception {
    CountDownLatch underWay = new CountDownLatch(1);
    CountDownLatch open = new CountDownLatch(1);
    WebhookServer server =
        WebhookServer.start(
            WebhookServerSpec.of(Caller.identity()),
            (token, audiences) -> {
              underWay.countDown();
              return await(open)
                  ? new Decision.Authenticated(User.of("alice", List.of()), List.of())
                  : new Decision.NotAuthenticated("never let go");
            },
            DecisionLog.none());
    try (Caller caller = Caller.of(server, version)) {
      CompletableFuture<HttpResponse<String>> posted = caller.posting("any");
      assertThat(await(underWay)).isTrue();
      int port = server.port();
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close);
      Poll.until(
          "no more connections are taken",
          Caller.PATIENCE,
          Duration.ofMillis(5),
          Poll.that(() -> refused(port)));
      open.countDown();
      assertThat(posted.join().body()).contains("alice");
      stopped.join();
      assertThatThrownBy(() -> caller.post("any")).isInstanceOf(IOException.class);
    }
  }

  private static boolean refused(int port) {
    try (Socket taken = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port)) {
      return !taken.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(Caller.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
