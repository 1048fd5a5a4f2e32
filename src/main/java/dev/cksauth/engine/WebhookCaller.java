package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.RawConnection;
import dev.cksauth.probe.RawText;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.WebhookEndpoint;
import dev.cksauth.subject.WebhookSubject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Sends reviews to the webhook under test, for checks that make their own of what comes back. */
final class WebhookCaller {
  static final String V1 = "v1";

  private final Go go;
  private final WebhookSubject webhook;
  private final List<Header> login;
  private final ReviewRequests requests;

  private WebhookCaller(Go go, WebhookSubject webhook, List<Header> login) {
    this.go = go;
    this.webhook = webhook;
    this.login = login;
    this.requests = new ReviewRequests(go::named, login);
  }

  /** A caller of the subject, which must be a webhook. */
  static WebhookCaller of(Go go) throws NotTestedException, UnknownFactsException {
    WebhookSubject webhook = webhook(go);
    return new WebhookCaller(go, webhook, new Reviews(go.session()).login(webhook));
  }

  private static WebhookSubject webhook(Go go) throws NotTestedException {
    if (go.session().subject() instanceof WebhookSubject webhook) {
      return webhook;
    }
    throw new NotTestedException("the subject is no webhook");
  }

  Go go() {
    return go;
  }

  WebhookSubject webhook() {
    return webhook;
  }

  /** What the caller shows beside each review. */
  Optional<Header> login() {
    return login.stream().findFirst();
  }

  Target target() {
    return Target.of(webhook.endpoint());
  }

  WebhookEndpoint endpoint() {
    return webhook.endpoint();
  }

  /** The audiences of the subject's file. */
  List<String> audiences() {
    return webhook.endpoint().audiences();
  }

  /** The token of a check's {@code as}. */
  String token(JsonNode with) throws NotTestedException, UnknownFactsException {
    return token(with.path("as").asString("valid"));
  }

  /** The token of a credential's word. */
  String token(String word) throws NotTestedException, UnknownFactsException {
    return go.credentials().get(word).token().map(SecretValue::reveal).orElse("");
  }

  /** A review as an API server sends it. */
  ProbeRequest plain(String token) {
    return request(token, V1, audiences(), Step.Form.USUAL);
  }

  ProbeRequest request(String token, String version, List<String> audiences, Step.Form form) {
    return requests.of(form, Reviews.review(token, version, audiences), token, target());
  }

  /** A review as text for HTTP/1.1, on a connection that is to go on. */
  ProbeRequest text(String token) {
    ProbeRequest plain = plain(token);
    byte[] body = plain.body().orElseThrow();
    List<String> lines = new ArrayList<>();
    lines.add("POST " + plain.pathAndQuery() + " HTTP/1.1");
    lines.add("Host: " + target().authority());
    plain.headers().forEach(each -> lines.add(each.name() + ": " + each.value()));
    lines.add("Content-Length: " + body.length);
    lines.add("");
    lines.add(new String(body, StandardCharsets.UTF_8));
    return ProbeRequest.raw(RawText.ofLines(lines));
  }

  /** A connection for such texts. */
  RawConnection connection() {
    return go.session().prober().connect(target(), Optional.empty());
  }

  /** A token that nobody issued, which no report shows. */
  String stranger() {
    SecretValue token = new SecretValue(Credentials.unknownToken());
    go.session().redactor().add(token, "unknown token");
    return token.reveal();
  }

  /** A plain review over a connection that is kept, as an API server sends it. */
  Exchange review(String token) {
    return go.fresh() ? send(plain(token)) : go.session().prober().sendKept(target(), plain(token));
  }

  /** Sends a request on a connection of its own and returns what came of it. */
  Exchange send(ProbeRequest request) {
    return go.session().prober().send(target(), request);
  }

  /** The same as another client. */
  Exchange sendAs(Client client, ProbeRequest request) {
    Target own = target();
    return go.session()
        .prober()
        .send(new Target(own.name(), own.base(), own.dial(), client), request);
  }

  /** What an API server makes of an answer to a plain review. */
  ReviewAnswer read(Exchange exchange) {
    return ReviewAnswer.read(exchange, Reviews.apiVersion(V1), audiences());
  }

  /** Has a token accepted, or does not know whether the means work. */
  ReviewAnswer.Accepted accepted(Exchange exchange) throws UnknownFactsException {
    return accepted(exchange, V1, audiences());
  }

  ReviewAnswer.Accepted accepted(Exchange exchange, String version, List<String> audiences)
      throws UnknownFactsException {
    ReviewAnswer read = ReviewAnswer.read(exchange, Reviews.apiVersion(version), audiences);
    if (read instanceof ReviewAnswer.Accepted accepted) {
      return accepted;
    }
    throw new UnknownFactsException(
        "the control failed (a known token is accepted): " + ReviewJudge.words(read),
        Passing.is(exchange));
  }

  /** The answer of an exchange, or why nothing is known. */
  static Outcome.Answered answered(Exchange exchange) throws UnknownFactsException {
    return switch (exchange.outcome()) {
      case Outcome.Answered answered -> answered;
      case Outcome.Failed failed ->
          throw new UnknownFactsException(failed.words(), Passing.is(exchange));
    };
  }

  static Check.Finding finding(Judged judged, Exchange exchange) {
    return new Check.Finding(judged, Optional.of(exchange));
  }
}
