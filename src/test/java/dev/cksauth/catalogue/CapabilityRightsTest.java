package dev.cksauth.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.engine.Checks;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights as a table of capabilities writes them. */
final class CapabilityRightsTest {
  private final Problems problems = new Problems();
  @TempDir private Path directory;

  private Map<String, Capability> table(String origin) throws Exception {
    Files.writeString(
        directory.resolve("capabilities.yaml"), "own:\n  question: Is it?\n  " + origin + "\n");
    return CatalogueLoader.load(List.of(directory), Checks.names(), problems).capabilities();
  }

  private List<String> told() {
    return problems.all().stream().map(Problem::message).toList();
  }

  @Test
  void aRightIsReadInAllItsParts() throws Exception {
    Map<String, Capability> table =
        table("rights: [create serviceaccounts/token, update deployments/scale.apps, get pods]");
    assertThat(told()).isEmpty();
    assertThat(table.get("own"))
        .extracting(Capability::origin)
        .isEqualTo(
            new Capability.Rights(
                List.of(
                    new Right("create", "serviceaccounts", "token", ""),
                    new Right("update", "deployments", "scale", "apps"),
                    new Right("get", "pods", "", ""))));
  }

  @Test
  void whatIsReadIsWrittenTheSame() {
    for (String text :
        List.of("get pods", "create serviceaccounts/token", "create roles.rbac.example.io")) {
      assertThat(Right.of(text).words()).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create",
        "create  pods",
        "Create pods",
        "create pods/",
        "create pods.",
        "create /token",
        "create pods now",
        "create pods/a/b"
      })
  void aMalformedRightIsTold(String right) throws Exception {
    table("rights: [get pods, \"" + right + "\"]");
    assertThat(told())
        .containsExactly(
            "own.rights[1]: must be `verb resource[/subresource][.group]`, such as"
                + " `create tokenreviews.authentication.k8s.io`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rights: []",
        "rights: [get pods, get pods]",
        "rights: get pods",
        "rights: [get pods]\n  declared: true",
        "probed: anonymous\n  probe: anonymous"
      })
  void whatMakesNoSenseIsTold(String origin) throws Exception {
    table(origin);
    assertThat(told()).hasSize(1).allMatch(problem -> problem.startsWith("own"));
  }

  @Test
  void whatIsDeclaredMayHaveAProbe() throws Exception {
    assertThat(table("declared: true\n  probe: anonymous").get("own"))
        .extracting(Capability::origin)
        .isEqualTo(new Capability.Declared(Optional.of("anonymous")));
    assertThat(told()).isEmpty();
  }
}
