package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.RawText;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Makes requests of the lines that a scenario writes itself. */
final class RawRequests {

  private final UnaryOperator<String> names;

  /** With what the names in braces stand for. */
  RawRequests(UnaryOperator<String> names) {
    this.names = names;
  }

  /** The request as it is written; nothing is added to it. */
  ProbeRequest of(Step.Request step, Presented presented, Target target) {
    String token = presented.token().map(SecretValue::reveal).orElse("");
    // As a WebSocket's subprotocol carries it: remotecommand's clients, for browsers.
    String encoded =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(token.getBytes(StandardCharsets.UTF_8));
    List<String> lines =
        step.raw().stream()
            .map(names)
            .map(line ->
                line.replace(Names.placeholder(Names.HOST), target.authority())
                    .replace(Names.placeholder(Names.TOKEN), token)
                    .replace(Names.placeholder(Names.TOKEN_BASE64URL), encoded))
            .toList();
    ProbeRequest request = ProbeRequest.raw(RawText.ofLines(lines));
    return presented.certificate().map(request::withCertificate).orElse(request);
  }

  /** The same without the lines that hold the token; empty where the rest is no request. */
  static Optional<Step.Request> bare(Step.Request step) {
    List<String> rest = step.raw().stream().filter(line -> !holdsToken(line)).toList();
    boolean requestLine = !rest.isEmpty() && rest.getFirst().equals(step.raw().getFirst());
    boolean shorter = rest.size() < step.raw().size();
    return requestLine && shorter ? Optional.of(step.withRaw(rest)) : Optional.empty();
  }

  private static boolean holdsToken(String line) {
    return line.contains(Names.placeholder(Names.TOKEN))
        || line.contains(Names.placeholder(Names.TOKEN_BASE64URL));
  }
}
