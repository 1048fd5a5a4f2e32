package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Protocol;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Secret;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Sends the requests of steps and judges what comes back. */
final class RequestRunner {
  // One for all: each of them learns anew how to write and read.
  private static final JsonMapper JSON = new JsonMapper();

  static final String SELF_SUBJECT_REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  static final String SELF_SUBJECT_REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";
  private static final String TOKEN = Names.placeholder(Names.TOKEN);
  private static final String LOGIN = Names.placeholder(Names.LOGIN);
  private static final int FORBIDDEN = 403;

  private final Go go;

  RequestRunner(Go go) {
    this.go = go;
  }

  /** What was sent, what came back, and how it stands. */
  record Sent(Exchange exchange, Judged judged, boolean passing) {}

  Sent run(Step.Request step, Expectation expect) throws NotTestedException, UnknownFactsException {
    if (step.endpoint().equals(Names.ADMINISTRATOR)) {
      return asAdministrator(step, expect);
    }
    Presented presented = go.credentials().get(step.as());
    Target target = target(step, presented);
    Exchange exchange = go.session().prober().send(target, request(step, presented, target));
    Judged judged = judge(step, expect, presented, target, exchange);
    if (judged.kind() == Judged.Kind.MET) {
      noteAcceptance(presented, exchange);
      if (step.head().control()
          && IdentityAnswer.read(exchange) instanceof IdentityAnswer.Named named) {
        go.established(step.endpoint(), step.as(), named);
      }
    }
    return new Sent(exchange, judged, Passing.is(exchange));
  }

  /** For arranging, and for what only an administrator may ask. */
  private Sent asAdministrator(Step.Request step, Expectation expect)
      throws NotTestedException, UnknownFactsException {
    ClusterApi api =
        go.session()
            .api()
            .orElseThrow(() -> new NotTestedException("the subject's file gives no administrator"));
    if (step.path().filter(path -> path.contains("{namespace}")).isPresent()) {
      Optional<Workspace> workspace = go.session().workspace();
      if (workspace.isPresent()) {
        workspace.get().ready();
      }
    }
    Presented nobody = Presented.nothing();
    Exchange exchange = api.exchange(request(step, nobody, api.target()));
    hideToken(exchange);
    Judged judged = judge(step, expect, nobody, api.target(), exchange);
    return new Sent(exchange, judged, Passing.is(exchange));
  }

  /** A token that was granted, against expectation or not, is a secret. */
  private void hideToken(Exchange exchange) {
    if (exchange.outcome() instanceof Outcome.Answered answered) {
      JsonNode token = new AnswerJudge(go::named).parsed(answered).at("/status/token");
      if (token.isString() && !token.asString().isEmpty()) {
        go.session().redactor().add(new SecretValue(token.asString()), "service-account token");
      }
    }
  }

  private void noteAcceptance(Presented presented, Exchange exchange) {
    if (presented.kind().isPresent()
        && IdentityAnswer.read(exchange) instanceof IdentityAnswer.Named named
        && presented.expected().map(e -> e.username().equals(named.username())).orElse(true)) {
      go.session().accepted(presented.kind().get().word());
    }
  }

  private Target target(Step.Request step, Presented presented)
      throws NotTestedException, UnknownFactsException {
    String endpoint = go.named(step.endpoint());
    if (endpoint.equals(Names.CKS_API) && (step.body().isPresent() || step.method().isPresent())) {
      throw new UnknownFactsException("the CKS API is only read by requests: use `configure`");
    }
    Target target = go.session().required(endpoint);
    if (!endpoint.equals(Endpoint.MANAGED)) {
      requireSpendable(presented, endpoint);
    }
    return target;
  }

  /** A console token that leaves the managed endpoint may be read by a customer's webhook. */
  void requireSpendable(Presented presented, String where)
      throws NotTestedException, UnknownFactsException {
    boolean console = presented.kind().filter(k -> k == CredentialKind.CONSOLE).isPresent();
    if (!console || go.session().ours()) {
      return;
    }
    if (!presented.own()) {
      throw new NotTestedException(Foreign.NOT_DISPOSABLE);
    }
    if (go.session().subject() instanceof ClusterSubject cluster) {
      Optional<Secret> api = cluster.cksApi().map(CksApi::token);
      Optional<Secret> administrator =
          cluster.administrator().flatMap(admin -> admin.kubeconfig().client().bearer());
      requireOther(presented, api, "the CKS API's");
      requireOther(presented, administrator, "the administrator's");
    }
    presented.token().ifPresent(token -> go.session().spent().sent(token, where));
  }

  private void requireOther(Presented presented, Optional<Secret> powerful, String whose)
      throws NotTestedException, UnknownFactsException {
    try {
      if (powerful.isPresent()
          && presented
              .token()
              .equals(Optional.of(go.session().secrets().resolve(powerful.get())))) {
        throw new NotTestedException(
            "the console token is also " + whose + ", and would leave the managed endpoint");
      }
    } catch (SecretUnavailable unavailable) {
      throw new UnknownFactsException(whose + " token: " + unavailable.getMessage());
    }
  }

  private ProbeRequest request(Step.Request step, Presented presented, Target target) {
    if (!step.raw().isEmpty()) {
      return new RawRequests(go::named).of(step, presented, target);
    }
    boolean review = step.path().isEmpty();
    Optional<byte[]> body =
        step.body()
            .map(node -> JSON.writeValueAsString(named(node)))
            .or(() -> review ? Optional.of(SELF_SUBJECT_REVIEW) : Optional.empty())
            .map(text -> text.getBytes(StandardCharsets.UTF_8));
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Accept", "application/json"));
    if (body.isPresent()) {
      headers.add(new Header("Content-Type", "application/json"));
    }
    boolean placed = step.path().filter(path -> path.contains(TOKEN)).isPresent();
    for (Map.Entry<String, List<String>> header : step.headers().entrySet()) {
      headers.removeIf(standard -> standard.name().equalsIgnoreCase(header.getKey()));
      for (String value : header.getValue()) {
        placed |= value.contains(TOKEN) || value.contains(LOGIN);
        headers.add(new Header(header.getKey(), filled(value, presented)));
      }
    }
    if (!placed) {
      presented
          .token()
          .ifPresent(t -> headers.add(new Header("Authorization", "Bearer " + t.reveal())));
    }
    return new ProbeRequest(
        step.method().orElse(body.isPresent() ? "POST" : "GET"),
        step.path().map(path -> filled(path, presented)).orElse(SELF_SUBJECT_REVIEWS),
        headers,
        body,
        step.protocol().map(RequestRunner::protocol).orElse(Protocol.NEGOTIATE),
        presented.certificate());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Protocol protocol(String word) {
    return word.equals("h2") ? Protocol.HTTP_2 : Protocol.HTTP_1_1;
  }

  private String filled(String text, Presented presented) {
    String token = presented.token().map(SecretValue::reveal).orElse("");
    return go.named(text).replace(TOKEN, token).replace(LOGIN, base64("token:" + token));
  }

  private JsonNode named(JsonNode node) {
    if (node.isObject()) {
      var copy = JsonNodeFactory.instance.objectNode();
      node.propertyStream().forEach(m -> copy.set(go.named(m.getKey()), named(m.getValue())));
      return copy;
    }
    if (node.isArray()) {
      var copy = JsonNodeFactory.instance.arrayNode();
      node.valueStream().forEach(item -> copy.add(named(item)));
      return copy;
    }
    return node.isString() ? JsonNodeFactory.instance.stringNode(go.named(node.asString())) : node;
  }

  private Judged judge(
      Step.Request step,
      Expectation expect,
      Presented presented,
      Target target,
      Exchange exchange) {
    return switch (exchange.outcome()) {
      case Outcome.Failed failed -> failed(expect, failed);
      case Outcome.Answered answered ->
          answered(step, expect, presented, target, exchange, answered);
    };
  }

  private static Judged failed(Expectation expect, Outcome.Failed failed) {
    if (expect.tlsRefused()) {
      String expected = "the TLS handshake is refused";
      return failed.kind() == Failure.TLS
          ? Judged.met(expected, failed.words())
          : Judged.unknown(expected, failed.words());
    }
    return Judged.unknown("an answer", failed.words());
  }

  private Judged answered(
      Step.Request step,
      Expectation expect,
      Presented presented,
      Target target,
      Exchange exchange,
      Outcome.Answered answered) {
    AnswerJudge plain = new AnswerJudge(go::named);
    List<Judged> parts = new ArrayList<>();
    expect
        .identity()
        .ifPresent(matcher ->
            parts.add(
                new IdentityJudge(
                        matcher,
                        presented,
                        go::named,
                        go.controlPassedAt(step.endpoint()),
                        go.established(step.endpoint(), step.as()),
                        () -> sameWithout(step, target, answered))
                    .judge(answered.status(), IdentityAnswer.read(exchange))));
    expect
        .status()
        .ifPresent(matcher -> parts.add(plain.status(matcher, answered, Passing.is(exchange))));
    parts.addAll(plain.body(expect.body(), answered));
    parts.addAll(plain.headers(expect.headers(), answered));
    if (expect.tlsRefused()) {
      parts.add(Judged.unmet("the TLS handshake is refused", "HTTP " + answered.status()));
    }
    if (parts.isEmpty()) {
      return Judged.met("an answer", "HTTP " + answered.status());
    }
    Judged all = Judged.all(parts);
    boolean wanted =
        expect.status().filter(m -> m.accepts("" + answered.status(), go::named)).isPresent();
    // A busy gateway's body and headers say nothing about what is behind it.
    return Passing.is(exchange) && !wanted && all.kind() == Judged.Kind.UNMET
        ? Judged.unknown(all.expected(), all.actual())
        : all;
  }

  private boolean sameWithout(Step.Request step, Target target, Outcome.Answered answered) {
    if (answered.status() / 100 != 2 && answered.status() != FORBIDDEN) {
      // What is broken or elsewhere for everybody takes nobody for anonymous.
      return false;
    }
    Optional<Step.Request> without =
        step.raw().isEmpty() ? Optional.of(step.bare()) : RawRequests.bare(step);
    if (without.isEmpty()) {
      return false;
    }
    Exchange bare =
        go.session().prober().send(target, request(without.get(), Presented.nothing(), target));
    return bare.outcome() instanceof Outcome.Answered other
        && other.status() == answered.status()
        && Arrays.equals(other.body(), answered.body());
  }
}
