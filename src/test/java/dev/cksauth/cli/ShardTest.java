package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import dev.cksauth.report.JsonReport;
import dev.cksauth.result.Overall;
import dev.cksauth.result.RunResult;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Shard;
import dev.cksauth.result.SubjectResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run in two parts, and what comes of joining them; the parts are made once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShardTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private Path directory = Path.of("");
  private TlsServer server;
  private Path whole = Path.of("");
  private Path one = Path.of("");
  private Path two = Path.of("");

  /** An honest webhook: it knows one token. */
  private static TlsServer.Answer review(HttpExchange exchange) {
    try {
      JsonNode review = JSON.readTree(exchange.getRequestBody().readAllBytes());
      boolean known = review.at("/spec/token").asString("").equals("token-of-alice");
      String version = review.path("apiVersion").asString("authentication.k8s.io/v1");
      Map<String, Object> status =
          known
              ? Map.of("authenticated", true, "user", Map.of("username", "alice"))
              : Map.of("authenticated", false);
      return new TlsServer.Answer(
          200,
          "application/json",
          JSON.writeValueAsString(
              Map.of("apiVersion", version, "kind", "TokenReview", "status", status)));
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @BeforeAll
  void runAll(@TempDir Path scratch) throws Exception {
    directory = scratch;
    server = new TlsServer(ShardTest::review);
    Files.writeString(directory.resolve("ca.pem"), server.caPem());
    Files.writeString(
        directory.resolve("subject.yaml"),
        """
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: acme}
        endpoint: {url: "%s/authenticate", ca: ca.pem}
        credentials:
          - {name: alice, kind: valid, token: token-of-alice, expect: {username: alice}}
        """
            .formatted(server.url()));
    whole = run("whole", 0);
    one = run("one", 3, "--shard", "1/2");
    two = run("two", 3, "--shard", "2/2");
  }

  private Path run(String name, int code, String... more) {
    Path out = directory.resolve(name);
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of(
                "run",
                directory.resolve("subject.yaml").toString(),
                "--out",
                out.toString(),
                "--scenario",
                "webhook/answer/*",
                "--scenario",
                "webhook/rejection/denies-unknown-token"));
    arguments.addAll(List.of(more));
    Called called = Called.with(arguments.toArray());
    assertThat(called.code()).as(called.out() + called.err()).isEqualTo(code);
    return out;
  }

  @AfterAll
  void close() {
    server.close();
  }

  private static RunResult read(Path directory) throws IOException {
    return new JsonReport().read(directory.resolve("report.json"));
  }

  private static String balancedBy(Path directory) throws IOException {
    Shard shard = read(directory).shard();
    return shard == null ? "no shard" : shard.balancedBy();
  }

  private static List<String> ids(RunResult run) {
    return run.results().stream().map(ScenarioResult::id).toList();
  }

  /** A copy of a shard's report with something changed. */
  private Path changed(Path shard, UnaryOperator<String> change) throws IOException {
    String text = Files.readString(shard.resolve("report.json"));
    String changed = change.apply(text);
    assertThat(changed.equals(text)).as("nothing was changed").isFalse();
    return Files.writeString(Files.createTempFile(directory, "changed", ".json"), changed);
  }

  private void assertDoNotFit(Called called, String says) {
    assertThat(called.err()).contains(says);
    assertThat(called.out()).isEmpty();
    assertThat(called.code()).isEqualTo(2);
  }

  private Called merge(Object... shards) {
    Object[] arguments = new Object[shards.length + 3];
    arguments[0] = "merge";
    System.arraycopy(shards, 0, arguments, 1, shards.length);
    arguments[shards.length + 1] = "--out";
    arguments[shards.length + 2] = directory.resolve("merged");
    return Called.with(arguments);
  }

  @Test
  void thePartsJoinedAreTheWhole() throws Exception {
    Called called = merge(two, one);
    assertThat(called.code()).as(called.err()).isZero();
    RunResult joined = read(directory.resolve("merged"));
    RunResult uncut = read(whole);
    assertThat(ids(joined)).isEqualTo(ids(uncut));
    assertThat(joined.verdict()).isEqualTo(Overall.CONFORMANT);
    assertThat(joined.leftOut()).isEqualTo(uncut.leftOut());
    assertThat(joined.shard()).isNull();
    SubjectResult subject = joined.subjects().getFirst();
    assertThat(subject.profiles()).isEqualTo(uncut.subjects().getFirst().profiles());
    assertThat(subject.identity()).isEqualTo(uncut.subjects().getFirst().identity());
    assertThat(directory.resolve("merged"))
        .isDirectoryContaining("glob:**/{report.json,junit.xml,index.html,summary.md}");
    assertThat(called.out()).contains("CONFORMANT", "merged/report.json");
  }

  @Test
  void aPartIsNeverConformantAndSaysWhichItIs() throws Exception {
    RunResult part = read(one);
    assertThat(part.verdict()).isEqualTo(Overall.PARTIAL);
    assertThat(part.subjects().getFirst().profiles().getFirst().requires())
        .isEqualTo("unmet: the other shards (this is shard 1/2)");
    for (String file : List.of("junit.xml", "index.html", "summary.md")) {
      assertThat(Files.readString(one.resolve(file)))
          .as(file)
          .containsAnyOf("This is shard 1/2", "\"cks-auth.shard\" value=\"1/2\"");
    }
  }

  @Test
  void aPartIsNotCertifiedAsConformant() throws Exception {
    Path prefix = directory.resolve("key");
    assertThat(Called.with("keygen", "--out", prefix).code()).isZero();
    Path out = run("signed", 3, "--shard", "1/2", "--sign", prefix + ".jwk");
    Called called =
        Called.with("verify", out.resolve("certificate-acme.jws"), "--key", prefix + ".pub.jwk");
    assertThat(called.out()).contains("is partial", "This is shard 1/2");
  }

  @Test
  void partsAreDisjointAndOfEqualSize() throws Exception {
    List<String> first = ids(read(one));
    List<String> second = ids(read(two));
    assertThat(first).doesNotContainAnyElementsOf(second).isNotEmpty();
    assertThat(first.size() - second.size()).isBetween(0, 1);
  }

  @Test
  void aPlanIsOfThePartAlone() throws Exception {
    Object[] plan = {"run", directory.resolve("subject.yaml"), "--plan", "--scenario"};
    String id = ids(read(one)).getFirst();
    Called mine = Called.with(plan[0], plan[1], plan[2], plan[3], id, "--shard", "1/2");
    Called other = Called.with(plan[0], plan[1], plan[2], plan[3], id, "--shard", "2/2");
    assertThat(mine.out()).contains("1 scenario");
    assertThat(other.out()).doesNotContain("1 scenario");
  }

  /** A Kubernetes Job counts from 0. */
  @Test
  void aPartMayBeCountedFromZero() throws Exception {
    assertThat(ids(read(run("from-0", 3, "--shard", "0+1/2")))).isEqualTo(ids(read(one)));
    assertThat(ids(read(run("from-1", 3, "--shard", "1+1/2")))).isEqualTo(ids(read(two)));
  }

  @Test
  void aMissingPartIsNamed() {
    assertDoNotFit(merge(one), "shard 2/2 is missing");
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void aPartThatIsThereTwiceIsNamed() throws Exception {
    Path again = changed(one, text -> text.replaceFirst("\"reruns\": 0", "\"reruns\": 1"));
    assertDoNotFit(merge(one, again, two), "shard 1/2 is there twice: ");
    assertDoNotFit(merge(one, one, two), "report.json is named twice");
  }

  @Test
  void aWholeRunIsNoPart() {
    assertDoNotFit(merge(one, whole), "whole/report.json is of a whole run, and no shard");
  }

  @ParameterizedTest
  @CsvSource({
    "suite versions, '\"version\": \"[^\"]*\"', '\"version\": \"9\"'",
    "catalogues, '\"catalogue\": \"[^\"]*\"', '\"catalogue\": \"sha256:00\"'",
    "topologies, '\"topology\": \"remote\"', '\"topology\": \"process\"'",
    "numbers of shards, '\"of\": 2', '\"of\": 3'",
    "reports whose durations were used, '\"balancedBy\": \"count\"', '\"balancedBy\":"
        + " \"sha256:0000000000000000000000000000000000000000000000000000000000000000\"'",
    "subjects, '\"name\": \"acme\"', '\"name\": \"other\"'",
    "scenarios and profiles that were asked for, '\"asked\": false', '\"asked\": true'",
  })
  void partsOfOtherRunsDoNotFit(String what, String from, String to) throws Exception {
    Path other = changed(two, text -> text.replaceFirst(from, to));
    assertDoNotFit(merge(one, other), "the " + what + " differ: ");
  }

  @Test
  void partsOfOtherClustersDoNotFit() throws Exception {
    Path first =
        changed(one, text -> text.replace("\"tlsKeys\"", "\"clusterUid\": \"a\", \"tlsKeys\""));
    Path second =
        changed(two, text -> text.replace("\"tlsKeys\"", "\"clusterUid\": \"b\", \"tlsKeys\""));
    assertDoNotFit(merge(first, second), "of different clusters: the UIDs of acme differ");
  }

  @Test
  void aScenarioThatIsInNoPartIsNamed() throws Exception {
    String gone = ids(read(two)).getFirst();
    Path without =
        changed(
            two,
            text -> {
              ObjectNode report = (ObjectNode) JSON.readTree(text);
              report.withArray("results").remove(0);
              return report.toString();
            });
    assertDoNotFit(merge(one, without), "acme: in no shard: " + gone);
  }

  @Test
  void aScenarioThatIsInTwoPartsIsNamed() throws Exception {
    String first = ids(read(one)).getFirst();
    String second = ids(read(two)).getFirst();
    Path with =
        changed(
            two,
            text -> {
              ObjectNode report = (ObjectNode) JSON.readTree(text);
              ((ObjectNode) report.withArray("results").get(0)).put("id", first);
              return report.toString();
            });
    Called called = merge(one, with);
    assertDoNotFit(called, "acme: in two shards: " + first);
    assertDoNotFit(called, "acme: in no shard: " + second);
  }

  @Test
  void aFailureInOnePartIsOneOfTheWhole() throws Exception {
    Path failed =
        changed(
            one, text -> text.replaceFirst("\"verdict\": \"passed\"", "\"verdict\": \"failed\""));
    Called called = merge(failed, two);
    assertThat(called.out()).contains("NON-CONFORMANT");
    assertThat(called.code()).isEqualTo(1);
  }

  @Test
  void aRequirementThatOnePartSawMetIsMet() throws Exception {
    Path unseen =
        changed(one, text -> text.replace("\"unmet\": []", "\"unmet\": [\"a valid token\"]"));
    assertThat(merge(unseen, two).code()).isZero();
    Path both =
        changed(two, text -> text.replace("\"unmet\": []", "\"unmet\": [\"a valid token\"]"));
    assertThat(merge(unseen, both).code()).isEqualTo(3);
  }

  @Test
  void partsAreCutByTheDurationsOfAnEarlierReport() throws Exception {
    Path first = run("by-1", 3, "--shard", "1/2", "--durations", whole.toString());
    Path second = run("by-2", 3, "--shard", "2/2", "--durations", whole.toString());
    assertThat(balancedBy(first)).startsWith("sha256:");
    assertThat(merge(first, second).code()).isZero();
  }

  /** By the first part's report the second would be cut otherwise. */
  @Test
  void thePartThatRanBeforeInTheSameDirectoryIsNoEarlierReport() throws Exception {
    run("same", 3, "--shard", "1/2");
    assertThat(balancedBy(run("same", 3, "--shard", "2/2"))).isEqualTo("count");
  }

  @ParameterizedTest
  @CsvSource({"0/2", "3/2", "1", "1/0", "a/b", "1/2/3", "01/2", "2+1/2", "0+2/2", "+1/2"})
  void aShardIsAPartOfParts(String shard) {
    Called called = Called.with("run", "--shard", shard);
    assertThat(called.err()).contains("--shard is I/N, such as 1/3").contains("`" + shard + "`");
    assertThat(called.code()).isEqualTo(2);
  }

  @Test
  void durationsAreForShards() {
    assertDoNotFit(Called.with("run", "--durations", whole), "--durations is for --shard");
    assertDoNotFit(
        Called.with("run", "--shard", "1/2", "--durations", directory + "/gone.json"),
        "gone.json: no such file");
  }
}
