package dev.cksauth.mutant;

import dev.cksauth.mutant.oidc.OidcFault;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Refusal;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What goes wrong with OIDC tokens: in verifying, in configuring, and at the other endpoints. */
final class OidcMutants {
  private OidcMutants() {}

  /** All of them; the cluster is there once one of them is put on a stage. */
  static Stream<Mutant> all(Supplier<OidcCluster> cluster) {
    Stream<Mutant> verifying =
        Arrays.stream(OidcFault.values())
            .map(fault ->
                new Mutant(
                    fault.word(),
                    Part.OIDC_VERIFIER,
                    fault.killer(),
                    stage -> cluster.get().verifiedBy(stage, fault.word())));
    Stream<Mutant> configured =
        Arrays.stream(Misconfigured.values())
            .map(which ->
                new Mutant(
                    which.word(),
                    Part.API_SERVER,
                    which.killer(),
                    stage -> cluster.get().configured(stage, which)));
    return Stream.of(verifying, configured, elsewhere()).flatMap(mutants -> mutants);
  }

  private static Stream<Mutant> elsewhere() {
    return Stream.of(
        managed("reads-oidc-tokens-on-managed", "oidc/refused-on-managed"),
        managed(
            "reads-tokens-of-all-issuers-on-managed", "oidc/every-issuer-is-refused-on-managed"),
        refusing("deprecated", Part.DEPRECATED_ENDPOINT),
        refusing("custom", Part.CUSTOM_ENDPOINT),
        ApiServerMutants.reviewing(
            "reviews-no-oidc-token-as-good",
            "oidc/reviewed-through-api",
            """
            {"authenticated": false}\
            """));
  }

  private static Mutant managed(String name, String killer) {
    return new Mutant(
        name,
        Part.MANAGED_ENDPOINT,
        killer,
        stage ->
            stage.managed(
                Policies.otherwise(
                    stage.reference().console(),
                    request ->
                        Heads.bearer(request)
                            .filter(token -> token.startsWith("ey"))
                            .map(token -> Policies.user(Policies.VIEWER)))));
  }

  private static Mutant refusing(String endpoint, Part part) {
    return new Mutant(
        "refuses-oidc-tokens-on-" + endpoint,
        part,
        "oidc/" + endpoint + "-endpoint-takes-token",
        stage -> stage.front(endpoint, arrival -> new Front.Answer(Refusal.unauthorized())));
  }
}
