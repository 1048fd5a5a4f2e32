package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom a sample webhook serves that asks for client certificates: else it is a token oracle. */
final class WebhookClientCertificateTest {
  private static final CertificateAuthority CLIENTS = CertificateAuthority.create("clients");
  private static final CertificateAuthority OTHERS = CertificateAuthority.create("clients");

  private final AtomicInteger asked = new AtomicInteger();
  private WebhookServer server;

  @BeforeEach
  void start() throws Exception {
    server =
        WebhookServer.start(
            WebhookServerSpec.of(Caller.identity()).forClientsOf(List.of(CLIENTS.certificate())),
            (token, audiences) -> {
              asked.incrementAndGet();
              return new Decision.Authenticated(User.of("alice", List.of()), List.of());
            },
            DecisionLog.none());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static IssuedCertificate client(CertificateAuthority authority, Duration validUntil) {
    Instant now = Instant.now();
    return authority.issueClient(
        "api-server", List.of(), now.minus(Duration.ofHours(2)), now.plus(validUntil));
  }

  private void served(HttpClient.Version version, IssuedCertificate shown) throws Exception {
    try (Caller caller = Caller.of(server, version, Caller.context(Optional.of(shown)))) {
      assertThat(caller.post("any").body()).contains("alice");
    }
    assertThat(asked).hasValue(1);
  }

  private void notServed(HttpClient.Version version, Optional<IssuedCertificate> shown)
      throws Exception {
    try (Caller caller = Caller.of(server, version, Caller.context(shown))) {
      assertThatThrownBy(() -> caller.post("any")).isInstanceOf(IOException.class);
    }
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aClientOfTheAuthorityIsServed(HttpClient.Version version) throws Exception {
    served(version, client(CLIENTS, Duration.ofHours(1)));
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aClientWithoutACertificateIsNotServed(HttpClient.Version version) throws Exception {
    notServed(version, Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void aClientOfAnotherAuthorityOfTheSameNameIsNotServed(HttpClient.Version version)
      throws Exception {
    notServed(version, Optional.of(client(OTHERS, Duration.ofHours(1))));
  }

  @Test
  void aClientWhoseCertificateHasExpiredIsNotServed() throws Exception {
    notServed(
        HttpClient.Version.HTTP_2, Optional.of(client(CLIENTS, Duration.ofHours(1).negated())));
  }

  @Test
  void certificatesAreStillAskedForAfterTheServersOwnWasRenewed() throws Exception {
    server.renew(Caller.identity());
    notServed(HttpClient.Version.HTTP_2, Optional.empty());
    served(HttpClient.Version.HTTP_2, client(CLIENTS, Duration.ofHours(1)));
  }
}
