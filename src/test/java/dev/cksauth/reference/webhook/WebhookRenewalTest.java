package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.reference.managed.TlsIdentity;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.security.cert.Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another certificate without a restart (contract B-18). */
final class WebhookRenewalTest {
  private TlsIdentity first;
  private WebhookServer server;

  @BeforeEach
  void start() throws Exception {
    first = Caller.identity();
    server =
        WebhookServer.start(
            WebhookServerSpec.of(first),
            (token, audiences) ->
                new Decision.Authenticated(User.of("alice", List.of()), List.of()),
            DecisionLog.none());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** The certificate of the connection over which a review was answered. */
  private static Certificate shownTo(Caller caller) throws Exception {
    HttpResponse<String> answer = caller.post("any");
    assertThat(answer.body()).contains("alice");
    return answer.sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void connectionsThatAreOpenGoOnAndNewOnesSeeTheNewCertificate(HttpClient.Version version)
      throws Exception {
    TlsIdentity second = Caller.identity();
    try (Caller before = Caller.of(server, version)) {
      assertThat(shownTo(before)).isEqualTo(first.chain().getFirst());
      server.renew(second);
      assertThat(shownTo(before)).isEqualTo(first.chain().getFirst());
      try (Caller after = Caller.of(server, version)) {
        assertThat(shownTo(after)).isEqualTo(second.chain().getFirst());
      }
    }
  }

  @Test
  void aHalfSentReviewIsAnsweredAfterTheRenewal() throws Exception {
    String review = Caller.review("any");
    try (RawCaller caller = RawCaller.of(server)) {
      caller.send(RawCaller.head(review) + review.substring(0, 20));
      server.renew(Caller.identity());
      assertThat(caller.send(review.substring(20)).answer()).contains("alice");
    }
  }

  @Test
  void aChainThatLeadsNowhereChangesNothing() throws Exception {
    TlsIdentity other = Caller.identity();
    TlsIdentity broken =
        new TlsIdentity(other.key(), List.of(other.chain().getFirst(), first.chain().getFirst()));
    assertThatThrownBy(() -> server.renew(broken)).isInstanceOf(IOException.class);
    try (Caller caller = Caller.of(server, HttpClient.Version.HTTP_2)) {
      assertThat(shownTo(caller)).isEqualTo(first.chain().getFirst());
    }
  }
}
