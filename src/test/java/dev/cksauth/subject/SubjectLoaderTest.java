package dev.cksauth.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SubjectLoaderTest {
  @TempDir static Path directory;

  @BeforeAll
  static void copy() throws Exception {
    SubjectFiles.copy("good", directory);
  }

  @Test
  void a_webhook_is_loaded_with_all_that_its_file_says() {
    WebhookSubject webhook = (WebhookSubject) load("webhook.yaml");
    assertThat(webhook.id()).isEqualTo("acme-token-webhook");
    assertThat(webhook.metadata().version()).contains("2.3.1");
    assertThat(webhook.metadata().vendor()).contains("Acme");
    assertThat(webhook.file()).isEqualTo(directory.resolve("webhook.yaml"));
    assertThat(webhook.review()).isEqualTo(WebhookSubject.Review.TOKEN);
    assertThat(webhook.capabilities())
        .isEqualTo(Map.of("token-review-v1beta1", true, "metrics", false));
    assertThat(webhook.revocationWithin()).contains(Duration.ofSeconds(30));
    assertThat(webhook.allow()).containsExactlyInAnyOrder(Impact.LOAD, Impact.FAULT);
    assertThat(webhook.log()).contains(new LogSource.InFile(directory.resolve("webhook.yaml")));
    assertThat(webhook.actions().keySet())
        .containsExactlyInAnyOrder(ActionName.REVOKE, ActionName.RESTART);
    assertThat(webhook.actions().get(ActionName.RESTART))
        .isEqualTo(new Action.Post(URI.create("http://127.0.0.1:9000/restart")));
  }

  @Test
  void a_webhooks_endpoint_has_its_trust_and_its_login() {
    WebhookEndpoint endpoint = ((WebhookSubject) load("webhook.yaml")).endpoint();
    assertThat(endpoint.url())
        .isEqualTo(URI.create("https://127.0.0.1:8443/authenticate?timeout=30s"));
    assertThat(endpoint.audiences()).containsExactly("https://kubernetes.default.svc");
    assertThat(endpoint.client().ca().orElseThrow().certificates()).hasSize(1);
    ClientCertificate certificate = endpoint.client().certificate().orElseThrow();
    assertThat(certificate.chain()).hasSize(1);
    assertThat(certificate.key().getAlgorithm()).isEqualTo("EC");
    assertThat(endpoint.client().bearer().map(SubjectLoaderTest::reveal))
        .contains("canary-from-file");
  }

  @Test
  void a_webhooks_credentials_have_their_state_and_what_to_expect() {
    List<Credential> credentials = load("webhook.yaml").credentials();
    assertThat(credentials)
        .extracting(Credential::name, Credential::state)
        .containsExactly(
            tuple("alice", CredentialState.VALID),
            tuple("old", CredentialState.EXPIRED),
            tuple("gone", CredentialState.REVOKED),
            tuple("other", CredentialState.WRONG_AUDIENCE));
    assertThat(credentials.getFirst().expect())
        .contains(
            new Expected(
                "alice",
                Optional.of(Set.of("dev")),
                Optional.of("7"),
                Map.of("acme.example/team", List.of("a", "b"))));
    assertThat(credentials.get(0).token().map(SubjectLoaderTest::reveal))
        .contains("canary-variable-token");
    assertThat(credentials.get(3).audiences()).containsExactly("vault");
  }

  @Test
  void a_webhook_may_be_given_as_the_api_server_is_given_it() {
    WebhookSubject webhook = (WebhookSubject) load("webhook-kubeconfig.yaml");
    assertThat(webhook.review()).isEqualTo(WebhookSubject.Review.ACCESS);
    WebhookEndpoint endpoint = webhook.endpoint();
    assertThat(endpoint.url()).isEqualTo(URI.create("http://127.0.0.1:8080/a/b?timeout=30s"));
    assertThat(endpoint.client().insecure()).isTrue();
    assertThat(endpoint.client().bearer().map(SubjectLoaderTest::reveal))
        .contains("canary-kubeconfig");
    assertThat(endpoint.client().basic().orElseThrow().username()).isEqualTo("api");
    assertThat(webhook.warnings())
        .containsExactly(
            "http://127.0.0.1:8080//a//b/?… is called as http://127.0.0.1:8080/a/b?timeout=30s: an"
                + " API server drops the query, cleans the path and adds its time-out");
  }

  @Test
  void a_certificate_in_a_webhooks_kubeconfig_counts_as_if_the_file_gave_it() {
    WebhookSubject webhook = (WebhookSubject) load("webhook-mutual.yaml");
    assertThat(webhook.endpoint().client().certificate()).isPresent();
    assertThat(webhook.endpoint().client().tlsServerName()).contains("hook.example");
    assertThat(webhook.document().at("/endpoint/clientCertificate").isMissingNode()).isFalse();
    JsonNode without = load("webhook-kubeconfig.yaml").document();
    assertThat(without.at("/endpoint/clientCertificate").isMissingNode()).isTrue();
  }

  @Test
  void a_cluster_is_loaded_with_all_that_its_file_says() {
    ClusterSubject cluster = (ClusterSubject) load("cluster.yaml");
    assertThat(cluster.endpoint(Endpoint.MANAGED).orElseThrow().url())
        .isEqualTo(URI.create("https://abc123-0a1b2c3d.k8s.us-east-04a.coreweave.com"));
    Endpoint unmanaged = cluster.endpoint(Endpoint.UNMANAGED).orElseThrow();
    assertThat(unmanaged.address()).contains(new Address("127.0.0.1", 6443));
    assertThat(unmanaged.ca()).isPresent();
    assertThat(cluster.endpoint(Endpoint.DEPRECATED)).isPresent();
    assertThat(cluster.endpoint("edge").orElseThrow().address()).contains(new Address("::1", 7443));
    assertThat(cluster.oidc())
        .contains(
            new OidcSettings(
                URI.create("https://issuer.example/"),
                "kubernetes",
                List.of("RS256"),
                "sub",
                Optional.of(""),
                Optional.of("groups"),
                Optional.empty()));
    assertThat(cluster.capabilities()).isEqualTo(Map.of("single-apiserver", true));
    assertThat(cluster.cksApi().orElseThrow().clusterId()).isEqualTo("4711");
    assertThat(cluster.cksApi().orElseThrow().mayReconfigure()).isFalse();
    assertThat(cluster.webhooks().getFirst().observer())
        .contains(new Observer(URI.create("http://127.0.0.1:9100")));
    assertThat(cluster.webhooks().getFirst().actions()).containsOnlyKeys(ActionName.STOP);
    assertThat(cluster.webhooks().getFirst().behind())
        .containsExactlyInAnyOrder("directory", "second-factor");
    assertThat(cluster.webhooks().getFirst().lockOut()).contains(Duration.ofMinutes(5));
    assertThat(cluster.issuers().getFirst().signingKeys()).isPresent();
    assertThat(cluster.issuers().getFirst().actions()).containsOnlyKeys(ActionName.ROTATE_KEYS);
    assertThat(cluster.serviceAccountSigner()).isPresent();
    assertThat(cluster.allow()).containsExactly(Impact.WRITES);
  }

  @Test
  void a_clusters_credentials_have_their_kind_and_state() {
    assertThat(load("cluster.yaml").credentials())
        .extracting(credential -> credential.kind() + " " + credential.state())
        .containsExactly(
            "CONSOLE VALID",
            "CONSOLE REVOKED",
            "SERVICE_ACCOUNT EXPIRED",
            "OIDC VALID",
            "WEBHOOK VALID",
            "CLIENT_CERTIFICATE VALID");
    assertThat(load("cluster.yaml").credentials().getFirst().disposable()).isTrue();
    assertThat(load("cluster.yaml").credentials().getLast().certificate()).isPresent();
  }

  @Test
  void a_console_users_kubeconfig_stands_in_the_place_of_the_token() {
    List<Credential> users = load("console-users.yaml").credentials();
    assertThat(users)
        .extracting(Credential::role)
        .containsExactly(Optional.of("admin"), Optional.of("viewer"));
    assertThat(users.getFirst().kubeconfig()).isEmpty();
    Credential guest = users.getLast();
    assertThat(guest.token().map(SubjectLoaderTest::reveal)).contains("canary-of-the-console");
    assertThat(guest.kubeconfig().orElseThrow().context()).isEqualTo("console");
  }

  @Test
  void a_console_user_answers_to_the_role_and_to_the_kubeconfig() {
    List<Credential> users = load("console-users.yaml").credentials();
    List<String> words =
        List.of("console", "console-admin", "console-viewer", "console-kubeconfig", "oidc");
    assertThat(words)
        .filteredOn(users.getFirst()::answersTo)
        .containsExactly("console", "console-admin");
    assertThat(words)
        .filteredOn(users.getLast()::answersTo)
        .containsExactly("console", "console-viewer", "console-kubeconfig");
  }

  @Test
  void a_kubeconfig_is_read_in_the_context_asked_for() {
    ClusterSubject cluster = (ClusterSubject) load("cluster.yaml");
    Kubeconfig kubeconfig = cluster.administrator().orElseThrow().kubeconfig();
    assertThat(kubeconfig.server()).isEqualTo(URI.create("https://127.0.0.1:6443"));
    assertThat(kubeconfig.client().ca()).isPresent();
    assertThat(kubeconfig.client().tlsServerName()).contains("kubernetes");
    assertThat(kubeconfig.client().proxy()).contains(URI.create("socks5://127.0.0.1"));
    Secret.FromExec exec = (Secret.FromExec) kubeconfig.client().bearer().orElseThrow();
    assertThat(exec.command().words()).containsExactly("./plugin", "--audience", "x");
    assertThat(exec.command().environment()).isEqualTo(Map.of("MODE", "canary-variable"));
  }

  @Test
  void every_command_of_a_file_is_listed() {
    assertThat(load("cluster.yaml").execCommands())
        .extracting(ExecCommand::where, ExecCommand::program)
        .containsExactly(
            tuple("users[0].user.exec", "./plugin"),
            tuple("credentials[3].token.exec", "kubectl-oidc-login"),
            tuple("credentials[4].token.exec", "./hook-token"),
            tuple("webhooks[0].actions.stop.exec", "./stop"),
            tuple("webhooks[0].log.exec", "./log"));
  }

  @Test
  void every_host_of_a_file_is_listed() {
    assertThat(load("cluster.yaml").hosts())
        .extracting(contact -> contact.where() + " " + contact.host() + " " + contact.port())
        .containsExactly(
            "endpoints.managed abc123-0a1b2c3d.k8s.us-east-04a.coreweave.com 443",
            "endpoints.unmanaged 127.0.0.1 6443",
            "endpoints.deprecated api.abc123-staging.k8s.us-east-04a.coreweave.com 443",
            "endpoints.custom[0] ::1 7443",
            "clusters[0].cluster.server 127.0.0.1 6443",
            "clusters[0].cluster.proxy-url 127.0.0.1 1080",
            "oidc.issuer issuer.example 443",
            "cksApi.url api.coreweave.com 443",
            "webhooks[0].observer.url 127.0.0.1 9100",
            "issuers[0].url issuer.example 443",
            "issuers[0].actions.rotate-keys.post 127.0.0.1 9200",
            "actions.restart.post 127.0.0.1 9300");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"webhook.yaml", "webhook-kubeconfig.yaml", "cluster.yaml", "console-users.yaml"})
  void the_text_form_of_a_subject_shows_no_secret(String file) {
    assertThat(load(file).toString()).doesNotContain("canary").doesNotContain("PRIVATE");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"webhook.yaml", "webhook-kubeconfig.yaml", "cluster.yaml", "console-users.yaml"})
  void the_document_of_a_subject_shows_no_secret(String file) {
    assertThat(load(file).document().toString()).doesNotContain("canary");
  }

  @Test
  void every_secret_that_a_subject_holds_is_known_to_redactors() throws Exception {
    assertThat(load("cluster.yaml").known())
        .extracting(SecretValue::reveal)
        .contains("canary-variable-token", "canary-literal", "canary-from-file", "canary-cks-api")
        .contains(Files.readString(directory.resolve("client.key")).strip());
    assertThat(load("webhook-kubeconfig.yaml").known())
        .extracting(SecretValue::reveal)
        .contains("canary-kubeconfig", "canary-password");
  }

  private static String reveal(Secret secret) {
    return switch (secret) {
      case Secret.Literal literal -> literal.value().reveal();
      case Secret.FromEnvironment variable -> variable.value().reveal();
      case Secret.FromFile file -> file.value().reveal();
      case Secret.FromExec exec -> "to be run: " + exec.command().program();
    };
  }

  private static Subject load(String file) {
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(SubjectFiles.CAPABILITIES)
            .load(List.of(directory.resolve(file)), SubjectFiles.ENVIRONMENT, problems);
    assertThat(problems.all()).extracting(Problem::toString).isEmpty();
    return subjects.getFirst();
  }
}
