package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capabilities that are rights of the administrator. */
final class RightsTest {
  @TempDir private Path directory;
  private Stage stage;

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
  }

  @AfterEach
  void strike() {
    stage.close();
  }

  private void administratorMayNot(String resource) throws Exception {
    stage.administered();
    FakeCluster cluster = new FakeCluster(Replies.json(201, "{}"));
    stage.unmanaged.says(asked ->
        asked.body().contains("\"resource\":\"" + resource + "\"")
            ? Replies.json(201, "{\"status\": {\"allowed\": false}}")
            : cluster.answer(asked));
  }

  private ScenarioResult needing(String capability) throws Exception {
    stage.scenario("needs", "MUST", "needs: [" + capability + "]", Stage.ACCEPTANCE);
    return stage.one();
  }

  private List<String> asked() {
    return stage.unmanaged.asked().stream()
        .filter(asked -> asked.path().endsWith("/selfsubjectaccessreviews"))
        .map(Scripted.Asked::body)
        .toList();
  }

  @Test
  void withoutAnAdministratorThereAreNone() throws Exception {
    ScenarioResult result = needing("create-secrets");
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason())
        .contains(
            "not given (capability create-secrets, no administrator is given)",
            "give an administrator");
  }

  @Test
  void theMissingOnesAreNamed() throws Exception {
    administratorMayNot("secrets");
    assertThat(needing("create-secrets").reason())
        .contains("create-secrets, the administrator may not create secrets, delete secrets)");
  }

  @Test
  void aMissingOneIsNamedWhereAnotherCapabilityRestsOnIt() throws Exception {
    administratorMayNot("namespaces");
    assertThat(needing("create-roles").reason())
        .contains("create-roles, the administrator may not get namespaces)");
  }

  @Test
  void eachIsAskedForOnce() throws Exception {
    administratorMayNot("pods");
    stage.scenario("one", "MUST", "needs: [create-roles, read-namespaces]", Stage.ACCEPTANCE);
    stage.scenario("two", "MUST", "needs: [read-namespaces, create-config-maps]", Stage.ACCEPTANCE);
    stage.run(Stage.OWN, Stage.ONE_BY_ONE);
    assertThat(asked()).hasSize(5).doesNotHaveDuplicates();
    assertThat(asked().getFirst()).contains("\"group\":\"rbac.authorization.k8s.io\"");
  }

  @Test
  void aWordThatCannotBeAskedForIsNoMissingRight() throws Exception {
    stage.administered();
    stage.unmanaged.says(asked -> Replies.gateway(404));
    assertThat(needing("create-secrets").verdict()).isEqualTo(Verdict.PASSED);
  }
}
