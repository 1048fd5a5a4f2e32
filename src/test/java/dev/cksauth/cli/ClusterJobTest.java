package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The Job that runs shards in a cluster calls the program as the program wants it. */
final class ClusterJobTest {
  private static final Path FILE = Path.of("src/kubernetes/shards.yaml");
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
  private static final YAMLMapper YAML = YAMLMapper.builder().build();

  @TempDir Path pod;

  /** As the pod has it: the ConfigMap's files, and a ServiceAccount's. */
  @BeforeEach
  void mount() throws IOException {
    Files.writeString(pod.resolve("ca.crt"), CertificateAuthority.create("test").certificatePem());
    Files.writeString(pod.resolve("token"), "a.b.c");
    for (var file : only("ConfigMap").path("data").properties()) {
      Files.writeString(
          pod.resolve(file.getKey()), file.getValue().asString().replace(ACCOUNT, pod.toString()));
    }
  }

  private static List<JsonNode> documents(String text) {
    List<JsonNode> documents = new ArrayList<>();
    for (String document : text.split("(?m)^---$", -1)) {
      documents.add(YAML.readTree(document));
    }
    return documents;
  }

  private static JsonNode only(String text, String kind) {
    return documents(text).stream()
        .filter(document -> document.path("kind").asString("").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode only(String kind) throws IOException {
    return only(Files.readString(FILE), kind);
  }

  private static Set<JsonNode> rules(JsonNode role) {
    Set<JsonNode> rules = new HashSet<>();
    role.path("rules").forEach(rules::add);
    return rules;
  }

  @Test
  void itsRoleIsWhatTheScenariosNeed() throws Exception {
    Called called = Called.with("rbac", pod.resolve("cluster.yaml"));
    assertThat(called.code()).as(called.err()).isZero();
    assertThat(rules(only("ClusterRole"))).isEqualTo(rules(only(called.out(), "ClusterRole")));
  }

  @Test
  void eachPodPlansAPartOfItsOwn() throws Exception {
    Set<String> parts = new HashSet<>();
    int completions = only("Job").at("/spec/completions").asInt();
    for (int index = 0; index < completions; index++) {
      Called called = Called.with(arguments(index, "--plan").toArray());
      assertThat(called.code()).as(called.out() + called.err()).isZero();
      parts.add(called.out());
    }
    assertThat(parts).hasSize(completions);
  }

  @Test
  void thereIsNoPodBeyondTheLastPart() throws Exception {
    int completions = only("Job").at("/spec/completions").asInt();
    assertThat(Called.with(arguments(completions, "--plan").toArray()).code()).isEqualTo(2);
  }

  private List<Object> arguments(int index, String more) throws IOException {
    List<Object> arguments = new ArrayList<>();
    only("Job")
        .at("/spec/template/spec/containers/0/args")
        .forEach(argument ->
            arguments.add(
                argument
                    .asString()
                    .replace("$(SHARD)", String.valueOf(index))
                    .replace("/etc/cks-auth", pod.toString())
                    .replace("/work", pod.toString())));
    arguments.add(more);
    return arguments;
  }
}
