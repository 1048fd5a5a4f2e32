package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that stop in the middle cost the others nothing. */
final class WebhookHalfSentTest {
  /** Several times the threads of a server. */
  private static final int MANY = 64;

  private static final String REVIEW = Caller.review("any");
  private static final String FIRST_HALF = REVIEW.substring(0, 20);

  private final AtomicInteger asked = new AtomicInteger();
  private final List<RawCaller> callers = new ArrayList<>();
  private WebhookServer server;

  @BeforeEach
  void start() throws Exception {
    server = WebhookServer.start(spec(), this::alice, DecisionLog.none());
  }

  @AfterEach
  void stop() throws Exception {
    for (RawCaller caller : callers) {
      caller.close();
    }
    server.close();
  }

  private static WebhookServerSpec spec() throws Exception {
    return WebhookServerSpec.of(Caller.identity());
  }

  private Decision alice(String token, List<String> audiences) {
    asked.incrementAndGet();
    return new Decision.Authenticated(User.of("alice", audiences), audiences);
  }

  private void othersAreServed() throws Exception {
    for (HttpClient.Version version : HttpClient.Version.values()) {
      try (Caller caller = Caller.of(server, version)) {
        assertThat(caller.post("any").body()).contains("alice");
      }
    }
  }

  private void manySend(String text) throws Exception {
    for (int i = 0; i < MANY; i++) {
      RawCaller caller = RawCaller.of(server);
      callers.add(caller);
      caller.send(text);
    }
  }

  @Test
  void othersAreServedWhileBodiesAreHalfSentAndTheseAreAnsweredOnceWhole() throws Exception {
    manySend(RawCaller.head(REVIEW) + FIRST_HALF);
    othersAreServed();
    for (RawCaller caller : callers) {
      assertThat(caller.send(REVIEW.substring(FIRST_HALF.length())).answer())
          .startsWith("HTTP/1.1 200")
          .contains("alice");
    }
  }

  @Test
  void othersAreServedWhileHeadsAreHalfSent() throws Exception {
    manySend("POST /authenticate HTTP/1.1\r\nHost: local");
    othersAreServed();
  }

  @Test
  void othersAreServedWhileHandshakesAreWaitedFor() throws Exception {
    for (int i = 0; i < MANY; i++) {
      callers.add(RawCaller.silent(server));
    }
    othersAreServed();
  }

  @Test
  void nothingIsDecidedOnAHalfSentReviewWhoseClientGoes() throws Exception {
    manySend(RawCaller.head(REVIEW) + FIRST_HALF);
    for (RawCaller caller : callers) {
      caller.close();
    }
    othersAreServed();
    assertThat(asked).hasValue(HttpClient.Version.values().length);
  }

  @Test
  void aHalfSentReviewIsGivenUpAfterATime() throws Exception {
    ReviewHandler reviews =
        new ReviewHandler(
            WebhookServerSpec.PATH, this::alice, DecisionLog.none(), WebhookServer.LARGEST_BODY);
    try (WebhookServer impatient = WebhookServer.start(spec(), reviews, Duration.ofMillis(300));
        RawCaller caller = RawCaller.of(impatient)) {
      caller.send(RawCaller.head(REVIEW) + FIRST_HALF);
      // Reading to the end returns when the server closes the connection, and throws when not.
      assertThat(caller.rest()).doesNotContain("HTTP/1.1 200");
      assertThat(asked).hasValue(0);
    }
  }
}
