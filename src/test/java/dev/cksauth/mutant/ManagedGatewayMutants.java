package dev.cksauth.mutant;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.managed.RequestHead;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.topology.OpenReference;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Managed endpoints that carry something wrongly, or show the wrong certificate. */
final class ManagedGatewayMutants {
  private static final String IMPERSONATOR = "cks:managed-endpoint";

  private ManagedGatewayMutants() {}

  /** Carries a request in a faulty way; empty: then an honest endpoint gets it. */
  @FunctionalInterface
  private interface Fault {
    Optional<Front.Turn> of(Gateway gateway, Front.Arrival arrival) throws Exception;
  }

  static Stream<Mutant> all() {
    return Stream.of(
        before(
            "passes-service-account-tokens-on",
            "managed/rejects-service-account-token",
            (gateway, arrival) ->
                Heads.bearer(arrival.head())
                    .flatMap(Jwt::claimed)
                    .map(claimed -> gateway.pass(arrival.head()))),
        before(
            "trusts-client-certificates",
            "managed/rejects-client-certificate",
            (gateway, arrival) -> gateway.ours(arrival).map(shown -> gateway.honest(arrival))),
        before(
            "lets-connection-strip-identity",
            "managed/keeps-identity-named-in-connection",
            (gateway, arrival) ->
                arrival.head().values("Connection").stream()
                        .anyMatch(
                            value -> value.toLowerCase(Locale.ROOT).contains("impersonate-user"))
                    ? Optional.of(gateway.as(arrival.head(), Policies.user(IMPERSONATOR)))
                    : Optional.empty()),
        rewriting(
            "decodes-paths",
            "managed/passes-path-on-as-written",
            head -> Heads.withTarget(head, decoded(head.target()))),
        rewriting(
            "drops-the-query",
            "managed/passes-query-on",
            head -> Heads.withTarget(head, head.target().replaceFirst("\\?.*", ""))),
        new Mutant(
            "certificate-of-another-authority",
            Part.MANAGED_ENDPOINT,
            "managed/has-trusted-certificate",
            stage -> {
              String host = stage.reference().endpoint("managed").url().getHost();
              showing(
                  stage, OpenReference.certificate(CertificateAuthority.create("another"), host));
            }),
        new Mutant(
            "certificate-for-another-name",
            Part.MANAGED_ENDPOINT,
            "managed/has-trusted-certificate",
            stage -> showing(stage, stage.reference().certificate("deprecated"))),
        new Mutant(
            "leads-to-another-cluster",
            Part.MANAGED_ENDPOINT,
            "cluster/is-one-cluster",
            Stage::managedBeforeAnother));
  }

  private static void showing(Stage stage, TlsIdentity identity) throws Exception {
    stage.managed(spec -> spec.withIdentity(identity));
  }

  private static String decoded(String target) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    // A plus sign is no space in a path.
    String plain = URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    return plain + (mark < 0 ? "" : target.substring(mark));
  }

  private static Mutant rewriting(String name, String killer, UnaryOperator<RequestHead> faulty) {
    return new Mutant(
        name,
        Part.MANAGED_ENDPOINT,
        killer,
        stage -> {
          URI honest = stage.managed(ManagedPolicy.honest(stage.reference().console()));
          stage.front("managed", arrival -> new Front.Pass(honest, faulty.apply(arrival.head())));
        });
  }

  private static Mutant before(String name, String killer, Fault fault) {
    return new Mutant(
        name,
        Part.MANAGED_ENDPOINT,
        killer,
        stage -> {
          URI honest = stage.managed(ManagedPolicy.honest(stage.reference().console()));
          Gateway gateway = stage.gateway();
          stage.front(
              "managed",
              arrival ->
                  fault
                      .of(gateway, arrival)
                      .orElseGet(() -> new Front.Pass(honest, arrival.head())));
        });
  }
}
