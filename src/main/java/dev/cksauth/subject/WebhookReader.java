package dev.cksauth.subject;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a file of kind Webhook. */
final class WebhookReader {
  private final KubeconfigReader kubeconfigs;
  private final Set<String> capabilities;

  WebhookReader(KubeconfigReader kubeconfigs, Set<String> capabilities) {
    this.kubeconfigs = kubeconfigs;
    this.capabilities = capabilities;
  }

  Subject read(Value root) {
    Source source = root.source();
    WebhookEndpoint endpoint = endpoint(root.at("endpoint"));
    List<Credential> credentials =
        Parts.named(root.at("credentials"), Set.of(), WebhookReader::credential);
    var actions = Parts.actions(root);
    Optional<LogSource> log = Parts.log(root);
    boolean access = root.text("review").filter("access"::equals).isPresent();
    root.at("credentials").items().forEach(each -> requireElsewhere(each, endpoint.audiences()));
    JsonNode document = completed(Blanked.of(source), endpoint);
    return new WebhookSubject(
        source.file(),
        Parts.metadata(root),
        endpoint,
        access ? WebhookSubject.Review.ACCESS : WebhookSubject.Review.TOKEN,
        Parts.named(root.at("decisions"), Set.of(), WebhookReader::decision),
        Parts.capabilities(root, capabilities),
        root.maybe("revocationWithin").flatMap(Parts::duration),
        credentials,
        actions,
        log,
        Parts.allow(root),
        source.inventory(),
        document);
  }

  private WebhookEndpoint endpoint(Value endpoint) {
    List<String> audiences = endpoint.texts("audiences");
    Optional<Value> kubeconfig = endpoint.maybe("kubeconfig");
    URI url;
    Client client;
    if (kubeconfig.isPresent()) {
      Kubeconfig config = kubeconfigs.read(kubeconfig.get(), Urls.Rule.WEBHOOK);
      url = config.server();
      client = config.client();
    } else {
      url = endpoint.at("url").contact(Urls.Rule.WEBHOOK);
      client = client(endpoint);
    }
    WebhookUrl.warning(url).ifPresent(endpoint.source().found().warnings()::add);
    return new WebhookEndpoint(
        WebhookUrl.asClientGo(url), url.getRawQuery() != null, client, audiences);
  }

  /** A token that is good for the API server is none for another audience, and is accepted. */
  private static void requireElsewhere(Value credential, List<String> audiences) {
    boolean elsewhere =
        credential.text("kind").filter(CredentialState.WRONG_AUDIENCE.word()::equals).isPresent();
    for (Value audience : credential.at("audiences").items()) {
      if (elsewhere && audience.text().filter(audiences::contains).isPresent()) {
        audience.problem("is one of endpoint.audiences: the webhook is right to accept the token");
      }
    }
  }

  /** What a kubeconfig gives is there as if the file gave it itself. */
  private static JsonNode completed(JsonNode document, WebhookEndpoint endpoint) {
    if (endpoint.client().certificate().isPresent()
        && document.path("endpoint") instanceof ObjectNode fields
        && fields.has("kubeconfig")) {
      fields.putObject("clientCertificate");
    }
    return document;
  }

  private static Client client(Value endpoint) {
    return new Client(
        Parts.authorities(endpoint),
        false,
        Optional.empty(),
        Optional.empty(),
        Parts.certificate(endpoint),
        endpoint.maybe("bearer").map(SecretReader::read),
        Optional.empty());
  }

  private static Decision decision(Value value) {
    boolean resource = value.maybe("resource").isPresent();
    Value attributes = value.at(resource ? "resource" : "path");
    Map<String, String> values = new LinkedHashMap<>();
    attributes.keys().forEach(key -> values.put(key, attributes.text(key).orElse("")));
    return new Decision(
        value.text("name").orElse(""),
        value.text("user").orElse(""),
        value.text("uid"),
        value.texts("groups"),
        resource,
        Collections.unmodifiableMap(values),
        value.text("expect").orElse(""));
  }

  private static Credential credential(Value value) {
    String word = value.text("kind").orElse("");
    CredentialState state =
        Stream.of(CredentialState.values())
            .filter(each -> each.word().equals(word))
            .findFirst()
            .orElse(CredentialState.VALID);
    return new Credential(
        value.text("name").orElse(""),
        word,
        CredentialKind.WEBHOOK,
        state,
        value.maybe("token").map(SecretReader::read),
        Optional.empty(),
        Parts.expected(value),
        value.texts("audiences"),
        false,
        Optional.empty(),
        Optional.empty());
  }
}
