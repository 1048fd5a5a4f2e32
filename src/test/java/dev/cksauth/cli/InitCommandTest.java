package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.CatalogueLoader;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.engine.Checks;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import dev.cksauth.subject.WebhookSubject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The files that {@code init} writes are what it says they are: subject files. */
final class InitCommandTest {
  private static final Pattern OPTIONAL = Pattern.compile("(?m)^(\\s*)#(?=\\S| {2}[a-z]+: \\{)");
  private static final Pattern VARIABLE = Pattern.compile("\\{env: ([A-Z_]+)}");

  /** What a webhook of the other kind has. */
  private static final Map<InitCommand.Kind, Set<String>> NOT_OF =
      Map.of(
          InitCommand.Kind.WEBHOOK,
          Set.of("decisions"),
          InitCommand.Kind.ACCESS_WEBHOOK,
          Set.of("credentials", "revocationWithin"));

  private final Problems problems = new Problems();
  @TempDir private Path directory;

  private static String everything(InitCommand.Kind kind) throws Exception {
    return OPTIONAL.matcher(InitCommand.template(kind)).replaceAll("$1");
  }

  private Subject load(String text) throws Exception {
    Catalogue catalogue = CatalogueLoader.load(List.of(), Checks.names(), problems);
    Path file = Files.writeString(directory.resolve("subject.yaml"), text);
    Map<String, String> variables =
        VARIABLE
            .matcher(text)
            .results()
            .map(match -> match.group(1))
            .distinct()
            .collect(Collectors.toMap(name -> name, name -> "value-of-" + name));
    List<Subject> subjects =
        new SubjectLoader(catalogue.capabilities().keySet())
            .load(List.of(file), Environment.of(variables), problems);
    assertThat(problems.all()).extracting(Problem::toString).isEmpty();
    return subjects.getFirst();
  }

  private void writeWhatIsNamed() throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("test");
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    Instant now = Instant.now();
    authority
        .issueClient("apiserver", List.of(), now, now.plus(1, ChronoUnit.DAYS))
        .writeTo(directory, "client");
    Files.move(directory.resolve("client.crt"), directory.resolve("client.pem"));
    for (String key : List.of("issuer.key", "sa.key")) {
      Files.copy(directory.resolve("client.key"), directory.resolve(key));
    }
    for (String name : List.of("bob", "expired", "revoked", "vault", "robot")) {
      Files.writeString(directory.resolve(name + ".token"), "token-of-" + name);
    }
    Files.writeString(directory.resolve("webhook.log"), "");
    for (String name : List.of("admin", "console")) {
      Files.writeString(
          directory.resolve(name + ".kubeconfig"),
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "https://managed.example.com"}}]
          users: [{name: u, user: {token: token-of-%s}}]
          contexts: [{name: admin, context: {cluster: c, user: u}}]
          current-context: admin
          """
              .formatted(name));
    }
  }

  @ParameterizedTest
  @EnumSource(InitCommand.Kind.class)
  void theFileIsASubjectFile(InitCommand.Kind kind) throws Exception {
    assertThat(load(InitCommand.template(kind)).id()).isEqualTo("my-" + kind);
  }

  @ParameterizedTest
  @EnumSource(InitCommand.Kind.class)
  void soItIsWithAllThatIsOptional(InitCommand.Kind kind) throws Exception {
    writeWhatIsNamed();
    assertThat(load(everything(kind)).document().size())
        .isGreaterThan(load(InitCommand.template(kind)).document().size() + 3);
  }

  /** A field that is added to the schema is to be explained too. */
  @ParameterizedTest
  @EnumSource(InitCommand.Kind.class)
  void everyFieldIsThere(InitCommand.Kind kind) throws Exception {
    JsonNode schema =
        new JsonMapper().readTree(Path.of("scenarios/schema/subject.schema.json").toFile());
    boolean cluster = kind == InitCommand.Kind.CLUSTER;
    JsonNode fields =
        schema.at("/$defs/" + (cluster ? "cluster" : "webhook") + "Subject/properties");
    assertThat(fields.propertyNames()).isNotEmpty();
    String text = everything(kind);
    assertThat(fields.propertyNames())
        .filteredOn(field -> !NOT_OF.getOrDefault(kind, Set.of()).contains(field))
        .allMatch(field -> text.contains("\n" + field + ":"));
    if (kind == InitCommand.Kind.WEBHOOK) {
      TreeSet<String> endpoint = new TreeSet<>();
      schema
          .at("/$defs/webhookEndpoint/oneOf")
          .forEach(form -> endpoint.addAll(form.path("properties").propertyNames()));
      assertThat(endpoint).hasSize(6).allMatch(field -> text.contains(" " + field + ": "));
    }
  }

  @Test
  void theKubeconfigOfItsCommentsDoesInThePlaceOfAnAddress() throws Exception {
    writeWhatIsNamed();
    Files.move(directory.resolve("admin.kubeconfig"), directory.resolve("webhook.kubeconfig"));
    String text =
        InitCommand.template(InitCommand.Kind.WEBHOOK)
            .replaceFirst("\n  url: .*", "")
            .replaceFirst("#   kubeconfig: (.*)context: webhook", "  kubeconfig: $1context: admin");
    assertThat(((WebhookSubject) load(text)).endpoint().url())
        .hasToString("https://managed.example.com/?timeout=30s");
  }

  private int run(StringWriter out, StringWriter err, String... arguments) {
    Terminal terminal = Terminal.detect();
    return Main.run(terminal, new PrintWriter(out), new PrintWriter(err), arguments);
  }

  @Test
  void whatIsThereIsLeftAsItIs() throws Exception {
    Path file = Files.writeString(directory.resolve("webhook.yaml"), "mine");
    StringWriter err = new StringWriter();
    int code = run(new StringWriter(), err, "init", "webhook", "--out", file.toString());
    assertThat(code).isEqualTo(2);
    assertThat(err.toString()).contains("is there already", "--out");
    assertThat(file).hasContent("mine");
  }

  @Test
  void aDirectoryThatIsNotThereIsTold() {
    StringWriter err = new StringWriter();
    String file = directory.resolve("gone/webhook.yaml").toString();
    assertThat(run(new StringWriter(), err, "init", "webhook", "--out", file)).isEqualTo(4);
    assertThat(err.toString()).contains("cannot be written");
  }

  @Test
  void itSaysWhatToDoNext() {
    StringWriter out = new StringWriter();
    String file = directory.resolve("hook.yaml").toString();
    assertThat(run(out, new StringWriter(), "init", "webhook", "--out", file)).isZero();
    assertThat(out.toString()).contains("wrote " + file, "cks-auth run " + file);
    assertThat(Path.of(file)).isRegularFile();
  }

  @Test
  void aHyphenIsStandardOutput() throws Exception {
    StringWriter out = new StringWriter();
    assertThat(run(out, new StringWriter(), "init", "cluster", "--out", "-")).isZero();
    assertThat(out.toString()).isEqualTo(InitCommand.template(InitCommand.Kind.CLUSTER));
  }

  @Test
  void anotherKindIsWrongInput() {
    StringWriter err = new StringWriter();
    assertThat(run(new StringWriter(), err, "init", "webhok")).isEqualTo(2);
    assertThat(err.toString()).contains("webhook, access-webhook, cluster");
  }
}
