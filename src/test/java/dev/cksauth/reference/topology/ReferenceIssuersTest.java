package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWKSet;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.idp.IssuerFault;
import dev.cksauth.reference.idp.IssuerKeys;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An embedded issuer does what it is told to, and is as it was once it is healed. */
final class ReferenceIssuersTest {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private final CertificateAuthority authority = CertificateAuthority.create("test");
  private EmbeddedIssuer issuer;
  private HttpClient client;

  @BeforeEach
  void start() throws Exception {
    issuer =
        EmbeddedIssuer.start(
            new EmbeddedIssuer.Spec(
                TlsContexts.serving(authority),
                TlsContexts.serving(CertificateAuthority.create("another")),
                IssuerKeys.ONE,
                Optional.of("max-age=3600")));
    client = HttpClient.newBuilder().sslContext(TlsContexts.trusting(authority)).build();
  }

  @AfterEach
  void end() throws Exception {
    client.shutdownNow();
    issuer.close();
  }

  private HttpResponse<String> get(URI address) throws Exception {
    return client.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> discovery() throws Exception {
    return get(issuer.issuer().resolve(DISCOVERY));
  }

  @Test
  void publishesItsKeysWithoutTheirPrivateParts() throws Exception {
    HttpResponse<String> answer = get(issuer.keys());
    assertThat(answer.headers().firstValue("Cache-Control")).contains("max-age=3600");
    assertThat(JWKSet.parse(answer.body()).getKeys())
        .isNotEmpty()
        .noneMatch(key -> key.isPrivate());
  }

  @Test
  void hasOtherKeysAfterARotation() throws Exception {
    String before = JWKSet.parse(get(issuer.keys()).body()).getKeys().getFirst().getKeyID();
    issuer.rotateKeys();
    assertThat(get(issuer.keys()).body()).doesNotContain(before);
    issuer.addKeys();
    assertThat(JWKSet.parse(get(issuer.keys()).body()).getKeys()).hasSize(2);
  }

  @Test
  void answersAPageOrAnErrorWhereThatIsItsFault() throws Exception {
    issuer.fault(IssuerFault.DISCOVERY_HTML);
    assertThat(discovery().body()).startsWith("<!DOCTYPE html>");
    issuer.fault(IssuerFault.DISCOVERY_ERROR);
    assertThat(discovery().statusCode()).isEqualTo(500);
    issuer.fault(IssuerFault.KEYS_ERROR);
    assertThat(get(issuer.keys()).statusCode()).isEqualTo(500);
    issuer.heal();
    assertThat(discovery().statusCode()).isEqualTo(200);
  }

  @Test
  void callsItselfByAnotherNameWhereThatIsItsFault() throws Exception {
    issuer.fault(IssuerFault.DISCOVERY_SLASH);
    assertThat(discovery().body()).contains("\"issuer\":\"" + issuer.issuer() + "/\"");
  }

  @Test
  void isNotTrustedWithTheWrongCertificate() throws Exception {
    issuer.fault(IssuerFault.WRONG_CERTIFICATE);
    assertThatThrownBy(this::discovery).isInstanceOf(IOException.class);
    issuer.heal();
    assertThat(discovery().statusCode()).isEqualTo(200);
  }

  @Test
  void isNotThereUntilItIsStartedAgain() throws Exception {
    issuer.stop();
    assertThatThrownBy(this::discovery).isInstanceOf(IOException.class);
    issuer.start();
    assertThat(discovery().statusCode()).isEqualTo(200);
  }
}
