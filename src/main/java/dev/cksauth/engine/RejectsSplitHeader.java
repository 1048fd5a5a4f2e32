package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * A header of HTTP/2 with a line end in it becomes no second header of HTTP/1.1 (RFC 9113, sections
 * 8.2.1 and 10.3): the second could name another user to what is behind the endpoint.
 */
final class RejectsSplitHeader implements Check {

  /** Whom no endpoint may make of the sender. */
  private static final List<String> NAMED =
      List.of("Impersonate-User: cks-auth-nobody", "Impersonate-Group: system:masters");

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    KnownSender sender = KnownSender.of(go, with);
    String path = RequestRunner.SELF_SUBJECT_REVIEWS;
    Exchange plain = send(sender, sender.reviewOverHttp2(path, Optional.empty()));
    if (plain.outcome() instanceof Outcome.Failed failed && failed.kind() == Failure.TLS) {
      return new Finding(
          Judged.met("no other identity", "no HTTP/2 is spoken here"), Optional.of(plain));
    }
    if (!(IdentityAnswer.read(plain) instanceof IdentityAnswer.Named own) || !sender.isOwn(own)) {
      throw new UnknownFactsException(
          "the control failed (a well-formed request by HTTP/2): "
              + IdentityJudge.words(IdentityAnswer.read(plain)),
          Passing.is(plain));
    }
    Exchange last = plain;
    for (String injected : NAMED) {
      last = send(sender, request(sender, with.path("place").asString(""), injected));
      Judged judged = judge(own, last);
      if (judged.kind() != Judged.Kind.MET) {
        return new Finding(judged, Optional.of(last));
      }
    }
    return new Finding(judge(own, last), Optional.of(last));
  }

  private static Exchange send(KnownSender sender, ProbeRequest request) {
    return sender.go().session().prober().sendUnchecked(sender.target(), request);
  }

  private static ProbeRequest request(KnownSender sender, String place, String injected)
      throws UnknownFactsException {
    String path = RequestRunner.SELF_SUBJECT_REVIEWS;
    String name = injected.substring(0, injected.indexOf(':'));
    String value = injected.substring(injected.indexOf(' ') + 1);
    return switch (place) {
      case "value" ->
          sender.reviewOverHttp2(path, Optional.of(new Header("x-cks-auth", "a\r\n" + injected)));
      case "value-line-feed" ->
          sender.reviewOverHttp2(path, Optional.of(new Header("x-cks-auth", "a\n" + injected)));
      case "name" ->
          sender.reviewOverHttp2(path, Optional.of(new Header("x-cks-auth: a\r\n" + name, value)));
      case "path" ->
          sender.reviewOverHttp2(
              path + " HTTP/1.1\r\n" + injected + "\r\nx-cks-auth: a", Optional.empty());
      default -> throw new UnknownFactsException("a header has no place `" + place + "`");
    };
  }

  private static Judged judge(IdentityAnswer.Named own, Exchange exchange) {
    String expected = "refused, or taken for the sender without the named user or group";
    IdentityAnswer answer = IdentityAnswer.read(exchange);
    String actual = IdentityJudge.words(answer);
    if (answer instanceof IdentityAnswer.Named named) {
      Set<String> before = new TreeSet<>(own.groups());
      boolean same =
          named.username().equals(own.username())
              && (!named.complete() || before.equals(new TreeSet<>(named.groups())));
      return Judged.of(same, expected, actual);
    }
    boolean unknown =
        exchange.outcome() instanceof Outcome.Failed failed && failed.kind() == Failure.TIMEOUT;
    return unknown ? Judged.unknown(expected, actual) : Judged.met(expected, actual);
  }
}
