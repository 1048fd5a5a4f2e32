package dev.cksauth.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.StaticTokens;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.User;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Loads on real webhooks. Times are asserted nowhere, but that they count from the right moment.
 */
final class GeneratorTest {
  private static final String TOKEN = "token-of-alice-8c1f";
  static final Client PLAIN =
      new Client(
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path directory;

  private static LoadPlan plan(double rate, Duration duration) {
    return new LoadPlan(rate, duration, Duration.ZERO, Duration.ofSeconds(20));
  }

  private static LoadTarget target(URI url, int connections) {
    return new LoadTarget(
        url, PLAIN, Optional.empty(), LoadProtocol.AUTO, OptionalInt.of(connections));
  }

  private static TokenMix tokens(TokenMix.Kind kind) {
    return new TokenMix(kind, List.of(new SecretValue(TOKEN)), List.of());
  }

  private WebhookServer webhook() throws IOException {
    Path tokens = directory.resolve("tokens.csv");
    Files.writeString(tokens, TOKEN + ",alice,1,\"dev\"\n");
    return WebhookServer.start(
        WebhookServerSpec.plain(), new StaticTokens(tokens, false), DecisionLog.none());
  }

  private static Measured measure(URI url, TokenMix.Kind kind, LoadPlan plan)
      throws IOException, InterruptedException {
    try (Generator generator = Generator.of(target(url, 8), tokens(kind), plan)) {
      return generator.measure(plan);
    }
  }

  @Test
  void sendsAsManyAsTheRateSaysAndIsAnsweredRightly() throws Exception {
    try (WebhookServer server = webhook()) {
      Measured measured =
          measure(server.uri(), TokenMix.Kind.MIX, plan(200, Duration.ofSeconds(1)));
      assertThat(measured.sent()).isEqualTo(200);
      assertThat(measured.right()).isEqualTo(200);
      assertThat(measured.errors()).isEmpty();
      assertThat(measured.latency().getTotalCount()).isEqualTo(200);
    }
  }

  @Test
  void countsAWebhookThatTakesEverybodyAsWrong() throws Exception {
    try (WebhookServer server =
        WebhookServer.start(WebhookServerSpec.plain(), new TakesEverybody(), DecisionLog.none())) {
      Measured measured =
          measure(server.uri(), TokenMix.Kind.INVALID, plan(100, Duration.ofMillis(500)));
      assertThat(measured.errors()).containsExactly(Map.entry("an invalid token accepted", 50L));
    }
  }

  /** Whoever it is. */
  private static final class TakesEverybody implements TokenAuthenticator {
    @Override
    public Decision authenticate(String token, List<String> audiences) {
      return new Decision.Authenticated(User.of("anybody", List.of()), List.of());
    }
  }

  /** Answers nothing for a while, once; all others wait behind it on the one connection. */
  private static final class StallsOnce implements TokenAuthenticator {
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicBoolean stalled = new AtomicBoolean();

    @Override
    public Decision authenticate(String token, List<String> audiences) {
      try {
        if (stalled.compareAndSet(false, true)) {
          assertThat(never.await(400, TimeUnit.MILLISECONDS)).isFalse();
        }
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
      return new Decision.NotAuthenticated("unknown");
    }
  }

  @Test
  void latenciesCountFromWhenTheReviewWasDue() throws Exception {
    LoadPlan plan = plan(100, Duration.ofMillis(400));
    try (WebhookServer server =
            WebhookServer.start(WebhookServerSpec.plain(), new StallsOnce(), DecisionLog.none());
        Generator generator =
            Generator.of(target(server.uri(), 1), tokens(TokenMix.Kind.INVALID), plan)) {
      // Who waited for each answer before the next review would see one slow answer of forty.
      assertThat(generator.measure(plan).millisAt(50)).isGreaterThan(100);
    }
  }

  @Test
  void countsWhatIsRefused() throws Exception {
    URI gone;
    try (WebhookServer server = webhook()) {
      gone = server.uri();
    }
    Measured measured = measure(gone, TokenMix.Kind.VALID, plan(50, Duration.ofMillis(200)));
    assertThat(measured.right()).isZero();
    assertThat(measured.errors()).containsEntry("connection refused", 10L);
  }
}
