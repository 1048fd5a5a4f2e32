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
    JsonNode document = Blanked.of(source);
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
    return new WebhookEndpoint(WebhookUrl.asClientGo(url), client, audiences);
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
