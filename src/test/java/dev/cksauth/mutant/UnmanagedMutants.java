package dev.cksauth.mutant;

import com.nimbusds.jose.jwk.RSAKey;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.Refusal;
import dev.cksauth.reference.managed.RequestHead;
import dev.cksauth.reference.topology.OpenReference;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Unmanaged endpoints with one named fault each: gateways before the API server. */
final class UnmanagedMutants {
  private UnmanagedMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(anonymous(), somebody(), refusals(), serviceAccounts())
        .flatMap(Function.identity());
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

  private static Stream<Mutant> somebody() {
    return Stream.of(
        identity(
            "has-a-user-for-nobody",
            "anonymous/is-nobody-else#nothing",
            (gateway, head) -> head.values("Authorization").isEmpty() ? guest() : Optional.empty()),
        identity(
            "has-a-user-for-an-empty-token",
            "anonymous/is-nobody-else#the-word-alone",
            (gateway, head) ->
                startsWith(head, "Bearer") && Heads.bearer(head).isEmpty()
                    ? guest()
                    : Optional.empty()),
        identity(
            "believes-any-login",
            "anonymous/is-nobody-else#a-login",
            (gateway, head) -> startsWith(head, "Basic ") ? guest() : Optional.empty()),
        identity(
            "believes-any-other-scheme",
            "anonymous/is-nobody-else#another-scheme",
            (gateway, head) -> startsWith(head, "Negotiate ") ? guest() : Optional.empty()),
        identity(
            "shows-discovery-to-nobody",
            "anonymous/reads-nothing-else#discovery",
            (gateway, head) -> nobodyReads(head, "/(api|apis|openapi/v3)", "system:authenticated")),
        identity(
            "nobody-is-an-administrator",
            "anonymous/reads-nothing-else#secrets",
            (gateway, head) -> nobodyReads(head, ".*", "system:masters")));
  }

  private static Optional<Caller> guest() {
    return Optional.of(Policies.user("guest"));
  }

  private static boolean startsWith(RequestHead head, String scheme) {
    return head.values("Authorization").stream().anyMatch(value -> value.startsWith(scheme));
  }

  private static Optional<Caller> nobodyReads(RequestHead head, String paths, String group) {
    boolean concerned =
        head.method().equals("GET")
            && head.values("Authorization").isEmpty()
            && head.target().matches(paths);
    return concerned
        ? Optional.of(new Caller("system:anonymous", List.of(group)))
        : Optional.empty();
  }

  private static Stream<Mutant> refusals() {
    return Stream.of(
        handling(
            "publishes-another-issuer",
            "service-account/issuer-is-published",
            (gateway, head) ->
                head.target().startsWith("/.well-known/openid-configuration")
                    ? answer(
                        new Refusal(
                            200,
                            List.of(new Header("Content-Type", "application/json")),
                            """
                            {"issuer": "https://another.test", "jwks_uri": "https://another.test/jwks",
                             "response_types_supported": ["id_token"],
                             "subject_types_supported": ["public"],
                             "id_token_signing_alg_values_supported": ["RS256"]}
                            """))
                    : Optional.empty()),
        handling(
            "publishes-no-key",
            "service-account/issuer-is-published",
            (gateway, head) ->
                head.target().startsWith("/openid/v1/jwks")
                    ? answer(
                        new Refusal(
                            200,
                            List.of(new Header("Content-Type", "application/jwk-set+json")),
                            "{\"keys\": []}"))
                    : Optional.empty()),
        identity(
            "takes-tokens-of-kubeconfigs",
            "kubeconfig/refused-on-unmanaged",
            (gateway, head) -> gateway.consoleUser(Heads.bearer(head).stream())),
        ofAnotherAuthority("unmanaged-is-no-place-for-kubeconfigs", "kubeconfig/moved-serves"),
        handling(
            "shows-kubeconfigs-a-page",
            "kubeconfig/moved-is-told",
            (gateway, head) ->
                gateway.consoleUser(Heads.bearer(head).stream()).isPresent()
                    ? answer(Gateway.page(401, "Log in at the other address"))
                    : Optional.empty()),
        handling(
            "drops-the-credential",
            "service-account/accepted-on-unmanaged",
            (gateway, head) -> Optional.of(gateway.pass(withoutCredential(head)))),
        ofAnotherAuthority(
            "unmanaged-has-certificate-of-another-authority", "unmanaged/has-trusted-certificate"),
        handling(
            "unmanaged-forbids-instead-of-refusing",
            "unmanaged/refuses-as-kubernetes-does",
            (gateway, head) ->
                gateway.bad(head) ? answer(Gateway.page(403, "Forbidden")) : Optional.empty()),
        new Mutant(
            "trusts-certificates-of-any-authority",
            Part.UNMANAGED_ENDPOINT,
            "unmanaged/rejects-certificate-of-another-authority",
            stage -> {
              Gateway gateway = stage.gateway();
              stage.front(
                  "unmanaged",
                  arrival ->
                      arrival
                          .certificate()
                          .map(shown -> gateway.as(arrival.head(), Gateway.user(shown)))
                          .orElseGet(() -> gateway.pass(arrival.head())));
            }),
        new Mutant(
            "ends-tls-and-drops-certificates",
            Part.UNMANAGED_ENDPOINT,
            "unmanaged/accepts-client-certificate",
            stage -> {
              Gateway gateway = stage.gateway();
              stage.front("unmanaged", arrival -> gateway.pass(arrival.head()));
            }));
  }

  private static Mutant ofAnotherAuthority(String name, String killer) {
    return new Mutant(
        name,
        Part.UNMANAGED_ENDPOINT,
        killer,
        stage -> {
          String host = stage.reference().endpoint("unmanaged").url().getHost();
          stage.front(
              "unmanaged",
              OpenReference.certificate(CertificateAuthority.create("another"), host),
              stage.gateway()::honest);
        });
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
        careless("ignores-expiry", "service-account/rejects-expired-token", Jwt.Lapse.EXPIRY),
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
                  Fronts.rule(
                      stage.gateway(),
                      Fronts.found((gateway, head) -> remembered(gateway, head, seen))));
            }));
  }

  /** The API server knows its good tokens itself. */
  private static Mutant careless(String name, String killer, Jwt.Lapse lapse) {
    return new Mutant(
        name,
        Part.UNMANAGED_ENDPOINT,
        killer,
        stage -> {
          RSAKey key = stage.reference().serviceAccountKey();
          String issuer = stage.reference().issuer();
          Fronts.Finding finding =
              (gateway, head) -> {
                Optional<String> token = Heads.bearer(head);
                return token.isEmpty()
                    ? Optional.empty()
                    : Jwt.verified(token.get(), key, issuer, lapse);
              };
          stage.front("unmanaged", Fronts.rule(stage.gateway(), Fronts.found(finding)));
        });
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

  private static Mutant identity(String name, String killer, Fronts.Finding finding) {
    return handling(name, killer, Fronts.found(finding));
  }

  private static Mutant handling(String name, String killer, Fronts.Handling handling) {
    return new Mutant(
        name,
        Part.UNMANAGED_ENDPOINT,
        killer,
        stage -> stage.front("unmanaged", Fronts.rule(stage.gateway(), handling)));
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
