package dev.cksauth.reference.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class CloudConsoleTest {
  private final CloudConsole console = new CloudConsole();

  @BeforeEach
  void addUsers() {
    console.addUser("admin@example.com", Role.ADMIN);
    console.addUser("viewer@example.com", Role.VIEWER);
  }

  @Test
  void knowsTheOwnerOfAToken() {
    String token = console.issue("viewer@example.com");

    assertThat(console.authenticate(token))
        .contains(new ConsoleUser("viewer@example.com", Role.VIEWER));
  }

  @Test
  void tokensAreOpaqueAndLong() {
    assertThat(console.issue("admin@example.com"))
        .matches("CW-SECRET-[A-Za-z0-9_-]{43}")
        .isNotEqualTo(console.issue("admin@example.com"));
  }

  @Test
  void doesNotKnowATokenThatItDidNotIssue() {
    String token = console.issue("admin@example.com");

    assertThat(console.authenticate(token + "A")).isEmpty();
    assertThat(console.authenticate(token.substring(0, token.length() - 1))).isEmpty();
    assertThat(console.authenticate("")).isEmpty();
    assertThat(new CloudConsole().authenticate(token)).isEmpty();
  }

  @Test
  void revokesOneTokenOfAUserAndLeavesTheOthers() {
    String first = console.issue("admin@example.com");
    String second = console.issue("admin@example.com");

    assertThat(console.revoke(first)).isTrue();

    assertThat(console.authenticate(first)).isEmpty();
    assertThat(console.authenticate(second)).isPresent();
    assertThat(console.revoke(first)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nb", "é", "system:admin"})
  void refusesNamesThatCannotBeCarriedOrAreReserved(String name) {
    assertThatThrownBy(() -> console.addUser(name, Role.ADMIN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesASecondUserOfTheSameName() {
    assertThatThrownBy(() -> console.addUser("admin@example.com", Role.VIEWER))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void issuesNothingForAStranger() {
    assertThatThrownBy(() -> console.issue("stranger@example.com"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writesAKubeconfigWithAStaticTokenForTheManagedEndpoint() throws Exception {
    String token = console.issue("admin@example.com");
    X509Certificate authority = someCertificate();

    String text = console.kubeconfig(token, URI.create("https://127.0.0.1:8443"), authority);

    JsonNode kubeconfig = new YAMLMapper().readTree(text);
    assertThat(kubeconfig.at("/users/0/user/token").asString()).isEqualTo(token);
    assertThat(kubeconfig.at("/users/0/user").size()).isEqualTo(1);
    assertThat(kubeconfig.at("/users/0/name").asString())
        .isEqualTo(kubeconfig.at("/contexts/0/context/user").asString())
        .isEqualTo("admin@example.com");
    assertThat(kubeconfig.at("/clusters/0/cluster/server").asString())
        .isEqualTo("https://127.0.0.1:8443");
    byte[] pem =
        Base64.getDecoder()
            .decode(kubeconfig.at("/clusters/0/cluster/certificate-authority-data").asString());
    assertThat(
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem)))
        .isEqualTo(authority);
  }

  @Test
  void writesNoKubeconfigForARevokedToken() throws Exception {
    String token = console.issue("admin@example.com");
    console.revoke(token);
    X509Certificate authority = someCertificate();

    assertThatThrownBy(() -> console.kubeconfig(token, URI.create("https://a"), authority))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(token);
  }

  @Test
  void bindsEachRoleToItsGroup() {
    JsonMapper json = new JsonMapper();
    var objects = ConsoleManifests.roles().stream().map(json::readTree).toList();

    assertThat(objects)
        .extracting(object -> object.path("kind").asString())
        .containsExactly("ClusterRoleBinding", "ClusterRole", "ClusterRoleBinding");
    assertThat(objects.get(0).at("/subjects/0/name").asString()).isEqualTo(Role.ADMIN.group());
    assertThat(objects.get(0).at("/roleRef/name").asString()).isEqualTo("cluster-admin");
    assertThat(objects.get(2).at("/subjects/0/name").asString()).isEqualTo(Role.VIEWER.group());
    assertThat(objects.get(2).at("/roleRef/name").asString())
        .isEqualTo(objects.get(1).at("/metadata/name").asString());
  }

  @Test
  void aViewerReadsOnlyAndNoSecrets() {
    JsonNode role = new JsonMapper().readTree(ConsoleManifests.roles().get(1));

    for (JsonNode rule : role.path("rules")) {
      assertThat(rule.path("verbs").toString()).isEqualTo("[\"get\",\"list\",\"watch\"]");
      assertThat(rule.path("resources").toString()).doesNotContain("secrets");
    }
  }

  private static X509Certificate someCertificate() throws Exception {
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init((KeyStore) null);
    return ((X509TrustManager) trust.getTrustManagers()[0]).getAcceptedIssuers()[0];
  }
}
