package dev.cksauth.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.pipeline.DeclarativePipeline.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Jenkinsfile says what is meant, and nothing that Jenkins would refuse. */
final class JenkinsfileTest {

  private static final Path FILE = Path.of("Jenkinsfile");
  private static final String WEBHOOK = "Webhook under test";
  private static final String WHOLE = "Webhook as a whole";

  private static Call pipeline(Map<String, String> parameters) throws IOException {
    return DeclarativePipeline.read(Files.readString(FILE), parameters).only("pipeline");
  }

  private static Call stage(Call pipeline, String name) {
    return pipeline.only("stages").block().stream()
        .filter(stage -> stage.arguments().equals(List.of(name)))
        .findFirst()
        .orElseThrow();
  }

  private static List<Object> commands(Call call) {
    return call.all("sh").stream().map(sh -> sh.arguments().getFirst()).toList();
  }

  @Test
  void stagesAreCheckoutBuildAndWebhook() throws IOException {
    assertThat(pipeline(Map.of()).only("stages").block())
        .extracting(stage -> stage.arguments().getFirst())
        .containsExactly("Checkout", "Build and verify", WEBHOOK, WHOLE);
  }

  @Test
  void buildIsTheScriptThatRunsAnywhere() throws IOException {
    assertThat(commands(stage(pipeline(Map.of()), "Build and verify"))).containsExactly(".ci/run");
    assertThat(Path.of(".ci/run")).isExecutable();
  }

  @Test
  void webhookIsTestedWhenItIsNamed() throws IOException {
    for (String name : List.of(WEBHOOK, WHOLE)) {
      Call named = stage(pipeline(Map.of("WEBHOOK_URL", "https://hook.test/")), name);
      Call none = stage(pipeline(Map.of("WEBHOOK_URL", "")), name);
      assertThat(named.only("when").only("expression").value()).isEqualTo("https://hook.test/");
      assertThat(none.only("when").only("expression").value()).isEqualTo(""); // false to Groovy
    }
  }

  @Test
  void tokenOfTheWebhookIsTheCredentialThatWasNamed() throws IOException {
    Call stage = stage(pipeline(Map.of("WEBHOOK_TOKEN", "alice-token")), WEBHOOK);
    Call steps = stage.only("matrix").only("stages").only("stage").only("steps");
    Call credential = steps.only("string");
    assertThat(credential.argument("credentialsId")).isEqualTo("alice-token");
    assertThat(credential.argument("variable")).isEqualTo("TOKEN");
  }

  /** Jenkins hands parameters over as variables; the shell is not to read them as commands. */
  @Test
  void valuesReachTheCommandAsQuotedVariables() throws IOException {
    String command = commands(stage(pipeline(Map.of()), WEBHOOK)).getFirst().toString();
    assertThat(command)
        .startsWith("./cks-auth run ")
        .contains("--url \"$WEBHOOK_URL\"", "--ca \"$WEBHOOK_CA\"", "--token user=env:TOKEN");
    assertThat(command.replaceAll("\"\\$[A-Z_]+\"", "")).doesNotContain("$WEBHOOK", "$TOKEN");
  }

  @Test
  void eachCellOfTheMatrixRunsAShardOfItsOwn() throws IOException {
    Call stage = stage(pipeline(Map.of()), WEBHOOK);
    Call axis = stage.only("matrix").only("axes").only("axis");
    assertThat(axis.only("name").arguments()).containsExactly("SHARD");
    List<Object> shards = axis.only("values").arguments();
    assertThat(shards)
        .isEqualTo(IntStream.rangeClosed(1, shards.size()).mapToObj(String::valueOf).toList());
    assertThat(commands(stage).getFirst().toString())
        .contains("--shard \"$SHARD/%d\"".formatted(shards.size()));
  }

  @Test
  void allShardsAreJoined() throws IOException {
    Call pipeline = pipeline(Map.of());
    String shard = commands(stage(pipeline, WEBHOOK)).getFirst().toString();
    String merge = commands(stage(pipeline, WHOLE)).getFirst().toString();
    Call axis = stage(pipeline, WEBHOOK).only("matrix").only("axes").only("axis");
    assertThat(shard).contains("--out \"reports/webhook-$SHARD\"");
    assertThat(merge.replaceFirst("^\\./cks-auth merge (.*) --out reports/webhook$", "$1"))
        .isEqualTo(
            axis.only("values").arguments().stream()
                .map(value -> "reports/webhook-" + value)
                .collect(Collectors.joining(" ")));
  }

  /** A part is partial, or fails; else it did not work, and there is nothing to join. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "3, 0", "2, 4", "4, 4", "130, 4"})
  void aShardThatIsDoneEndsNoBuild(int code, int expected) throws Exception {
    String command = commands(stage(pipeline(Map.of()), WEBHOOK)).getFirst().toString();
    String script =
        command.replaceFirst("^\\./cks-auth run .*? \\|\\| ", "(exit %d) || ".formatted(code));
    Process shell = new ProcessBuilder("sh", "-e", "-c", script).start();
    assertThat(shell.waitFor()).isEqualTo(expected);
  }

  @Test
  void everyParameterIsUsed() throws IOException {
    String text = Files.readString(FILE);
    assertThat(pipeline(Map.of()).only("parameters").block())
        .extracting(parameter -> Objects.requireNonNull(parameter.argument("name")).toString())
        .hasSize(4)
        .allSatisfy(name -> assertThat(text).containsAnyOf("$" + name, "params." + name));
  }

  @Test
  void everyWorkingStageAndTheWholeHaveADeadline() throws IOException {
    Call pipeline = pipeline(Map.of());
    List<Call> timeouts =
        Stream.of(
                pipeline,
                stage(pipeline, "Build and verify"),
                stage(pipeline, WEBHOOK),
                stage(pipeline, WHOLE))
            .map(call -> call.only("options").only("timeout"))
            .toList();
    assertThat(timeouts)
        .allSatisfy(timeout -> {
          assertThat(timeout.argument("time")).isInstanceOf(Integer.class);
          assertThat(timeout.argument("unit")).isEqualTo("MINUTES");
        });
  }

  @Test
  void resultsArePublishedHoweverItEnded() throws IOException {
    Call always = pipeline(Map.of()).only("post").only("always");
    assertThat(always.all("junit"))
        .extracting(call -> Objects.requireNonNull(call.argument("testResults")).toString())
        .anySatisfy(files -> assertThat(files).contains("surefire-reports", "failsafe-reports"))
        .anySatisfy(files ->
            assertThat(files).contains("reports/latest/junit.xml", "reports/webhook/junit.xml"));
  }

  @Test
  void reportsAreArchivedHoweverItEnded() throws IOException {
    Call archive = pipeline(Map.of()).only("post").only("always").only("archiveArtifacts");
    assertThat(archive.argument("artifacts"))
        .asString()
        .contains("reports/latest/**", "reports/webhook/**");
  }

  @Test
  void workspaceIsCleanedAfterAllElse() throws IOException {
    Call post = pipeline(Map.of()).only("post");
    assertThat(post.only("cleanup").block()).extracting(Call::name).containsExactly("deleteDir");
  }

  /** The stub's own control: what it accepts is not just anything. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "pipeline { agent any; sh 'x' }",
        "pipeline { stages { stage('a') { sh 'x' } } }",
        "pipeline { stages { stage('a') { steps { shell 'x' } } } }",
        "pipeline { stages { stage('a') { steps { sh \"${params.A}\" } } } }",
        "pipeline { agent everything }",
        "pipeline { stages { stage('a') { axes { } } } }",
        "pipeline { stages { stage('a') { matrix { steps { sh 'x' } } } } }",
        "pipeline { stages { stage('a') { matrix { axes { name 'A' } } } } }",
        "pipeline { post { ever { deleteDir() } } }",
        "node { sh 'x' }",
        "pipeline { agent any "
      })
  void whatJenkinsWouldRefuseIsRefused(String script) {
    assertThatThrownBy(() -> DeclarativePipeline.read(script, Map.of("A", "x")))
        .isInstanceOf(RuntimeException.class);
  }
}
