package dev.cksauth.engine;

import dev.cksauth.catalogue.Right;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Administrator;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A cluster's API as its administrator: for arranging, never for judging. */
final class ClusterApi {

  private final Prober prober;
  private final SecretResolver secrets;
  private final Target target;
  private final Client client;
  private final JsonMapper json = new JsonMapper();

  ClusterApi(Prober prober, SecretResolver secrets, Administrator administrator) {
    this.prober = prober;
    this.secrets = secrets;
    this.target = Target.of(administrator.kubeconfig());
    this.client = administrator.kubeconfig().client();
  }

  /** What the API answered. */
  record Answer(int status, JsonNode body) {
    boolean good() {
      return status >= 200 && status < 300;
    }

    String message() {
      return "HTTP %d, %s".formatted(status, body.path("message").asString("no message"));
    }
  }

  Answer post(String path, Map<String, ?> object) throws UnknownFactsException {
    return send(ProbeRequest.postJson(path, json.writeValueAsString(object)));
  }

  Answer get(String path) throws UnknownFactsException {
    return send(ProbeRequest.get(path).withHeader("Accept", "application/json"));
  }

  Answer answer(ProbeRequest request) throws UnknownFactsException {
    return send(request);
  }

  Answer delete(String path) throws UnknownFactsException {
    ProbeRequest get = ProbeRequest.get(path);
    return send(
        new ProbeRequest(
            "DELETE", path, get.headers(), get.body(), get.protocol(), get.certificate()));
  }

  /** Sends a request of a scenario's own as the administrator. */
  Exchange exchange(ProbeRequest request) throws UnknownFactsException {
    return prober.send(target, authenticated(request));
  }

  /** Where the administrator's requests go. */
  Target target() {
    return target;
  }

  private Answer send(ProbeRequest request) throws UnknownFactsException {
    Exchange exchange = exchange(request);
    return switch (exchange.outcome()) {
      case Outcome.Failed failed ->
          throw new UnknownFactsException(
              expired().orElse("the administrator's access to the cluster: " + failed.words()),
              Passing.is(exchange));
      case Outcome.Answered answered -> {
        if (answered.status() == 401) {
          throw new UnknownFactsException(
              expired()
                  .orElse(
                      "the administrator's credential is refused (HTTP 401): it may have expired or"
                          + " been revoked"));
        }
        if (Passing.is(exchange)) {
          throw new UnknownFactsException(
              "the administrator's access to the cluster: HTTP " + answered.status(), true);
        }
        yield new Answer(answered.status(), parsed(answered));
      }
    };
  }

  /** Whether the certificate that the administrator shows is the reason for a refusal. */
  private Optional<String> expired() {
    return client
        .certificate()
        .map(certificate -> certificate.chain().getFirst().getNotAfter().toInstant())
        .filter(end -> end.isBefore(Instant.now()))
        .map(end -> "the administrator's certificate expired on " + end);
  }

  /** A page for people with a good status is no answer of an API. */
  private JsonNode parsed(Outcome.Answered answered) throws UnknownFactsException {
    try {
      return json.readTree(answered.body());
    } catch (JacksonException notJson) {
      if (answered.status() >= 200 && answered.status() < 300) {
        throw new UnknownFactsException(
            "the administrator's access to the cluster: HTTP %d with a body that is not JSON"
                .formatted(answered.status()));
      }
      return json.createObjectNode();
    }
  }

  private ProbeRequest authenticated(ProbeRequest request) throws UnknownFactsException {
    Optional<SecretValue> bearer = Optional.empty();
    if (client.bearer().isPresent()) {
      try {
        bearer = Optional.of(secrets.resolve(client.bearer().get()));
      } catch (SecretUnavailable unavailable) {
        throw new UnknownFactsException("the administrator's token: " + unavailable.getMessage());
      }
    }
    ProbeRequest withBearer =
        bearer.map(value -> request.withBearer(value.reveal())).orElse(request);
    return client
        .basic()
        .map(basic ->
            withBearer.withHeader(
                "Authorization",
                "Basic " + base64(basic.username() + ":" + basic.password().reveal())))
        .orElse(withBearer);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the administrator may do something. */
  boolean may(Right right) throws UnknownFactsException {
    Answer answer =
        post(
            "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
            Map.of(
                "apiVersion", "authorization.k8s.io/v1",
                "kind", "SelfSubjectAccessReview",
                "spec",
                    Map.of(
                        "resourceAttributes",
                        Map.of(
                            "verb", right.verb(),
                            "group", right.group(),
                            "resource", right.resource(),
                            "subresource", right.subresource()))));
    if (!answer.good()) {
      throw new UnknownFactsException(
          "what the administrator may do cannot be asked: " + answer.message());
    }
    return answer.body().path("status").path("allowed").asBoolean(false);
  }
}
