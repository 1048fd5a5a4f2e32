package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Protocol;
import dev.cksauth.probe.RawText;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A credential at an endpoint that takes it, for checks that send requests of their own making.
 *
 * @param own whom the endpoint takes the sender for when all is well
 */
record KnownSender(Go go, Target target, Presented presented, IdentityAnswer.Named own) {

  /** The credential {@code as} at the {@code endpoint} of a check's data, once it is let in. */
  static KnownSender of(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String endpoint = with.path("endpoint").asString("");
    Target target = go.session().required(endpoint);
    Presented presented = go.credentials().get(with.path("as").asString(""));
    if (!endpoint.equals(Endpoint.MANAGED)) {
      new RequestRunner(go).requireSpendable(presented, endpoint);
    }
    Exchange exchange = go.session().prober().send(target, review(target, presented));
    return new KnownSender(go, target, presented, own(presented, exchange));
  }

  /** Whom an answer names, who must be whom the credential stands for. */
  private static IdentityAnswer.Named own(Presented presented, Exchange exchange)
      throws UnknownFactsException {
    IdentityAnswer answer = IdentityAnswer.read(exchange);
    Optional<String> wanted = presented.expected().map(Expected::username);
    if (answer instanceof IdentityAnswer.Named named
        && wanted.map(named.username()::equals).orElse(true)) {
      return named;
    }
    throw new UnknownFactsException(
        "the control failed (the credential %s is let in): %s"
            .formatted(presented.word(), IdentityJudge.words(answer)),
        Passing.is(exchange));
  }

  /** Whether an answer names this sender. */
  boolean isOwn(IdentityAnswer answer) {
    return answer instanceof IdentityAnswer.Named named && named.username().equals(own.username());
  }

  /** Asks on a new connection who this is. */
  Exchange ask() {
    return go.session().prober().send(target, review(presented));
  }

  /** Asks on a new connection who that is whose token this is. */
  Exchange ask(SecretValue token) {
    return go.session().prober().send(target, review(presented.withToken("", token)));
  }

  /** Asks an endpoint who that is whose token this is. */
  static Exchange ask(Go go, String endpoint, SecretValue token) throws NotTestedException {
    Target target = go.session().required(endpoint);
    return go.session()
        .prober()
        .send(target, review(target, Presented.nothing().withToken("", token)));
  }

  /** A SelfSubjectReview of this sender's or another's, as text. */
  ProbeRequest review(Presented sender) {
    return review(target, sender);
  }

  private static ProbeRequest review(Target target, Presented sender) {
    List<String> lines = head(target, sender);
    lines.add("Content-Length: " + RequestRunner.SELF_SUBJECT_REVIEW.length());
    lines.add("");
    lines.add(RequestRunner.SELF_SUBJECT_REVIEW);
    ProbeRequest request = ProbeRequest.raw(RawText.ofLines(lines));
    return sender.certificate().map(request::withCertificate).orElse(request);
  }

  /** The head of this sender's SelfSubjectReview as far as its framing, which is for others. */
  List<String> head() {
    return head(target, presented);
  }

  private static List<String> head(Target target, Presented sender) {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "POST " + RequestRunner.SELF_SUBJECT_REVIEWS + " HTTP/1.1",
                "Host: " + target.authority(),
                "Accept: application/json",
                "Content-Type: application/json"));
    sender.token().map(SecretValue::reveal).ifPresent(t -> lines.add("Authorization: Bearer " + t));
    return lines;
  }

  /** The same for HTTP/2, with a path of its own and one more header. */
  ProbeRequest reviewOverHttp2(String path, Optional<Header> more) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("accept", "application/json"));
    headers.add(new Header("content-type", "application/json"));
    presented
        .token()
        .ifPresent(t -> headers.add(new Header("authorization", "Bearer " + t.reveal())));
    more.ifPresent(headers::add);
    return new ProbeRequest(
        "POST",
        path,
        headers,
        Optional.of(RequestRunner.SELF_SUBJECT_REVIEW.getBytes(StandardCharsets.UTF_8)),
        Protocol.HTTP_2,
        presented.certificate());
  }
}
