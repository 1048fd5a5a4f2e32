package dev.cksauth.mutant;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Refusal;
import dev.cksauth.reference.managed.RequestHead;
import dev.cksauth.reference.topology.OpenReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Unmanaged and deprecated endpoints with one named fault each: gateways before the API server. */
final class UnmanagedMutants {
  private UnmanagedMutants() {}

  /** Finds out in a faulty way who sent a request; empty: then the API server is to say. */
  @FunctionalInterface
  private interface Finding {
    Optional<Caller> of(Gateway gateway, RequestHead head) throws Exception;
  }

  /** Answers or changes a request in a faulty way; empty: then it is carried as it is. */
  @FunctionalInterface
  private interface Handling {
    Optional<Front.Turn> of(Gateway gateway, RequestHead head) throws Exception;
  }

  static Stream<Mutant> all() {
    return Stream.of(consoleTokens(), anonymous(), refusals(), serviceAccounts())
        .flatMap(Function.identity());
  }

  private static Stream<Mutant> consoleTokens() {
    String however = "unmanaged/rejects-console-token-however-sent";
    Finding bearer = (gateway, head) -> gateway.consoleUser(Heads.bearer(head).stream());
    return Stream.of(
        identity("unmanaged-takes-console-token", "unmanaged/rejects-console-token", bearer),
        new Mutant(
            "deprecated-takes-console-token",
            Part.DEPRECATED_ENDPOINT,
            "deprecated/rejects-console-token",
            stage -> stage.front("deprecated", rule(stage.gateway(), found(bearer)))),
        identity(
            "unmanaged-takes-console-token-from-query",
            however + "#query",
            (gateway, head) -> gateway.consoleUser(Heads.query(head))),
        identity(
            "unmanaged-takes-console-token-from-cookie",
            however + "#cookie",
            (gateway, head) -> gateway.consoleUser(Heads.cookies(head))),
        identity(
            "unmanaged-takes-console-token-as-password",
            however + "#basic",
            (gateway, head) -> gateway.consoleUser(Heads.basic(head))),
        identity(
            "unmanaged-takes-console-token-as-subprotocol",
            however + "#websocket",
            (gateway, head) -> gateway.consoleUser(Heads.subprotocols(head))));
  }

  private static Stream<Mutant> anonymous() {
    return Stream.of(
        handling(
            "bad-token-is-anonymous",
            "unmanaged/rejects-unknown-token",
            (gateway, head) ->
                gateway.bad(head)
                    ? Optional.of(gateway.pass(withoutCredential(head)))
                    : Optional.empty()),
        handling(
            "collapses-two-spaces",
            "anonymous/two-spaces-are-ignored",
            (gateway, head) ->
                Heads.bearer(head)
                    .map(token ->
                        gateway.pass(
                            Heads.with(
                                withoutCredential(head), "Authorization", "Bearer " + token)))),
        handling(
            "login-page-before-unmanaged",
            "anonymous/served-on-unmanaged",
            (gateway, head) -> withoutOne(head, Gateway.page(200, "Log in"))),
        handling(
            "refuses-anonymous",
            "anonymous/served-on-unmanaged",
            (gateway, head) -> withoutOne(head, Refusal.unauthorized())),
        handling(
            "hides-health",
            "anonymous/reads-health",
            (gateway, head) ->
                head.target().matches("/(livez|readyz|healthz).*")
                    ? answer(Gateway.page(404, "Not found"))
                    : Optional.empty()),
        handling(
            "hides-version",
            "anonymous/reads-version",
            (gateway, head) ->
                head.target().startsWith("/version")
                    ? withoutOne(head, Gateway.page(403, "Forbidden"))
                    : Optional.empty()));
  }

  private static Stream<Mutant> refusals() {
    return Stream.of(
        handling(
            "drops-the-credential",
            "service-account/accepted-on-unmanaged",
            (gateway, head) -> Optional.of(gateway.pass(withoutCredential(head)))),
        new Mutant(
            "unmanaged-has-certificate-of-another-authority",
            Part.UNMANAGED_ENDPOINT,
            "unmanaged/has-trusted-certificate",
            stage -> {
              String host = stage.reference().endpoint("unmanaged").url().getHost();
              stage.front(
                  "unmanaged",
                  OpenReference.certificate(CertificateAuthority.create("another"), host),
                  stage.gateway()::honest);
            }),
        handling(
            "unmanaged-forbids-instead-of-refusing",
            "unmanaged/refuses-as-kubernetes-does",
            (gateway, head) ->
                gateway.bad(head) ? answer(Gateway.page(403, "Forbidden")) : Optional.empty()),
        identity(
            "unmanaged-trusts-x-remote-user",
            "unmanaged/ignores-named-identity",
            (gateway, head) ->
                head.values("X-Remote-User").stream()
                    .findFirst()
                    .map(name -> new Caller(name, List.of("system:authenticated")))),
        new Mutant(
            "ends-tls-and-drops-certificates",
            Part.UNMANAGED_ENDPOINT,
            "unmanaged/accepts-client-certificate",
            stage -> {
              Gateway gateway = stage.gateway();
              stage.front("unmanaged", arrival -> gateway.pass(arrival.head()));
            }));
  }

  private static Stream<Mutant> serviceAccounts() {
    return Stream.of(
        identity(
            "verifies-no-signature",
            "service-account/rejects-altered-token",
            (gateway, head) -> Heads.bearer(head).flatMap(Jwt::claimed)),
        identity(
            "takes-algorithm-none",
            "service-account/rejects-altered-token#algorithm-none",
            (gateway, head) ->
                Heads.bearer(head)
                    .filter(token -> Jwt.algorithm(token).equals("none"))
                    .flatMap(Jwt::claimed)),
        new Mutant(
            "ignores-expiry",
            Part.UNMANAGED_ENDPOINT,
            "service-account/rejects-expired-token",
            stage -> {
              Path key =
                  stage
                      .reference()
                      .system()
                      .subjectFiles()
                      .getFirst()
                      .resolveSibling("service-account.pub");
              Finding signed =
                  (gateway, head) -> {
                    Optional<String> token = Heads.bearer(head);
                    return token.isEmpty() ? Optional.empty() : Jwt.signed(token.get(), key);
                  };
              stage.front("unmanaged", rule(stage.gateway(), found(signed)));
            }),
        identity(
            "ignores-audience",
            "service-account/rejects-token-for-another-audience",
            (gateway, head) -> {
              Optional<String> token = Heads.bearer(head);
              return token.isEmpty()
                  ? Optional.empty()
                  : gateway.reviewed(token.get(), Jwt.audiences(token.get()));
            }),
        new Mutant(
            "remembers-deleted-accounts",
            Part.UNMANAGED_ENDPOINT,
            "service-account/rejects-token-of-deleted-account",
            stage -> {
              Map<String, Caller> seen = new ConcurrentHashMap<>();
              stage.front(
                  "unmanaged",
                  rule(stage.gateway(), found((gateway, head) -> remembered(gateway, head, seen))));
            }));
  }

  private static Optional<Caller> remembered(
      Gateway gateway, RequestHead head, Map<String, Caller> seen) throws Exception {
    Optional<String> token = Heads.bearer(head);
    if (token.isEmpty()) {
      return Optional.empty();
    }
    gateway.reviewed(token.get(), List.of()).ifPresent(caller -> seen.put(token.get(), caller));
    return token.map(seen::get);
  }

  private static Mutant identity(String name, String killer, Finding finding) {
    return handling(name, killer, found(finding));
  }

  private static Mutant handling(String name, String killer, Handling handling) {
    return new Mutant(
        name,
        Part.UNMANAGED_ENDPOINT,
        killer,
        stage -> stage.front("unmanaged", rule(stage.gateway(), handling)));
  }

  private static Handling found(Finding finding) {
    return (gateway, head) -> finding.of(gateway, head).map(caller -> gateway.as(head, caller));
  }

  private static Front.Rule rule(Gateway gateway, Handling handling) {
    return arrival -> {
      Optional<Front.Turn> turn =
          arrival.certificate().isPresent()
              ? Optional.empty()
              : handling.of(gateway, arrival.head());
      return turn.isPresent() ? turn.get() : gateway.honest(arrival);
    };
  }

  private static RequestHead withoutCredential(RequestHead head) {
    return Heads.without(head, Heads.named("Authorization"));
  }

  private static Optional<Front.Turn> withoutOne(RequestHead head, Refusal refusal) {
    return head.values("Authorization").isEmpty() ? answer(refusal) : Optional.empty();
  }

  private static Optional<Front.Turn> answer(Refusal refusal) {
    return Optional.of(new Front.Answer(refusal));
  }
}
