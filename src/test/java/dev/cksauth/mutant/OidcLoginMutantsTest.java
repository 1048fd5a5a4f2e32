package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Selection;
import dev.cksauth.reference.topology.Idp;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Logins at a real Keycloak: each fault is noticed by the scenario that is named for it. A provider
 * that lets too much pass is the real one, asked for another login than the scenario's.
 */
@Tag("reference")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OidcLoginMutantsTest {
  private static final List<String> SCENARIOS =
      List.of(
          "oidc/login-is-taken",
          "oidc/login-is-refused",
          "oidc/disabled-user-gets-no-token",
          "oidc/takes-access-token-of-the-audience");

  private OpenReference reference;
  private StageRuns stages;

  static Stream<Mutant> mutants() {
    return Stream.of(
        lax("takes-any-password", "wrong-password", "password"),
        lax("needs-no-code", "without-code", "one-time-code"),
        lax("takes-any-code", "wrong-code", "one-time-code"),
        lax("refreshes-after-logout", "after-logout", "refresh"),
        new Mutant(
            "lets-disabled-users-in",
            Part.IDENTITY_PROVIDER,
            "oidc/disabled-user-gets-no-token",
            stage -> stage.replace("/keycloak-disable", "/keycloak-enable")),
        new Mutant(
            "reads-keycloak-tokens-on-managed",
            Part.MANAGED_ENDPOINT,
            "oidc/login-is-taken",
            stage ->
                stage.managed(
                    Policies.otherwise(
                        stage.reference().console(),
                        request ->
                            Heads.bearer(request)
                                .filter(token -> token.startsWith("ey"))
                                .map(token -> Policies.user(Policies.VIEWER))))),
        new Mutant(
            "names-users-of-access-tokens-otherwise",
            Part.API_SERVER,
            "oidc/takes-access-token-of-the-audience",
            stage -> stage.replace("Prefix: \"keycloak:\"", "Prefix: \"another:\"")));
  }

  private static Mutant lax(String name, String wrong, String right) {
    return new Mutant(
        name,
        Part.IDENTITY_PROVIDER,
        "oidc/login-is-refused#" + wrong,
        stage -> {
          LaxProvider provider = stage.closing(new LaxProvider(wrong, right));
          stage.rewrite(provider::inPlaceOf);
        });
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    reference =
        OpenReference.start(temporary.resolve("r"), ReferenceOptions.EMBEDDED.with(Idp.BOTH));
    stages = StageRuns.on(reference);
  }

  @AfterAll
  void end() throws Exception {
    reference.close();
  }

  private List<ScenarioResult> run(String name, Mutant.Fault fault, List<String> globs)
      throws Exception {
    return stages.of(name, fault, new Selection(List.of("oidc"), globs, List.of(), false));
  }

  @Test
  void theRealProviderIsAccusedOfNothing() throws Exception {
    List<ScenarioResult> met = run("honest-provider", stage -> {}, SCENARIOS);
    assertThat(met).hasSize(12).allMatch(result -> result.verdict() == Verdict.PASSED, "passed");
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void isKilledByTheScenarioNamedForIt(Mutant mutant) throws Exception {
    assertThat(run(mutant.name(), mutant.fault(), List.of(mutant.killer())))
        .anyMatch(KillMatrix::kills);
  }

  @Test
  void everyScenarioOfALoginHasItsMutant() {
    assertThat(SCENARIOS)
        .allMatch(scenario ->
            mutants().anyMatch(mutant -> mutant.killer().replaceFirst("#.*", "").equals(scenario)));
  }
}
