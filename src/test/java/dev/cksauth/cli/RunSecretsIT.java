package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** No secret of a subject file is in anything that a run writes, whatever the subject answers. */
final class RunSecretsIT {

  private static final List<String> CANARIES =
      List.of(
          "CW-SECRET-canary+literal/0000~1",
          "canary.of.environment+0000/2",
          "canary.of.file+0000/3",
          "canary.of.exec+0000/4",
          "canary.of.id-token+0000/5",
          "canary.of.cks-api+0000/6",
          "canary.of.administrator+0000/7");

  private static final String SUBJECT =
      """
      credentials:
        - {name: literal, kind: console, token: "CW-SECRET-canary+literal/0000~1", disposable: true}
        - {name: env, kind: service-account, token: {env: CANARY}}
        - {name: file, kind: console-revoked, token: {file: canary.token}}
        - {name: exec, kind: service-account, token: {exec: [echo, canary.of.exec+0000/4]}}
        - {name: dev, kind: oidc, token: "canary.of.id-token+0000/5"}
      cksApi: {url: "https://127.0.0.1:1", token: "canary.of.cks-api+0000/6", clusterId: c-1}
      administrator: {kubeconfig: {file: admin.kubeconfig, context: admin}}
      """;

  @TempDir Path scratch;

  /** Gives back all that it was sent. */
  private static TlsServer.Answer echo(HttpExchange exchange) {
    Map<String, String> headers = new HashMap<>();
    String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    headers.put("X-Echo", given);
    headers.put("X-Echo-64", Base64.getEncoder().encodeToString(given.getBytes(UTF_8)));
    String token = given.replace("Bearer ", "");
    headers.put("X-Echo-Token", Base64.getUrlEncoder().encodeToString(token.getBytes(UTF_8)));
    headers.put("X-Echo-Percent", URLEncoder.encode(token, UTF_8));
    String body =
        JsonMapper.builder()
            .build()
            .writeValueAsString(
                Map.of(
                    "kind",
                    "Status",
                    "message",
                    "user \"" + given + "\" cannot do this " + headers,
                    "headers",
                    exchange.getRequestHeaders()));
    return new TlsServer.Answer(403, "application/json", body, headers);
  }

  private static void assertClean(String where, String text) {
    for (String canary : CANARIES) {
      byte[] bytes = canary.getBytes(UTF_8);
      assertThat(text)
          .as(where)
          .doesNotContain(canary)
          .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes))
          .doesNotContain(Base64.getEncoder().encodeToString(("token:" + canary).getBytes(UTF_8)))
          .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
          .doesNotContain(URLEncoder.encode(canary, UTF_8))
          .doesNotContain(canary.replace("/", "\\/"));
    }
  }

  /** Every file below a directory; of a certificate what it says, for that is in base64. */
  private static Map<String, String> artefacts(Path directory) throws IOException {
    Map<String, String> texts = new HashMap<>();
    if (!Files.isDirectory(directory)) {
      return texts;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, ISO_8859_1);
        boolean certificate = file.toString().endsWith(".jws");
        texts.put(
            directory.relativize(file).toString(),
            certificate
                ? new String(Base64.getUrlDecoder().decode(text.split("\\.", -1)[1]), UTF_8)
                : text);
      }
    }
    return texts;
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json"})
  void noSecretIsShown(String format) throws Exception {
    try (TlsServer server = new TlsServer(RunSecretsIT::echo);
        Program program = new Program(scratch)) {
      program.file("ca.pem", server.caPem());
      program.file("canary.token", CANARIES.get(2) + "\n");
      String endpoints = TroubleFiles.withCa(server.url(), server.url());
      program.file(
          "admin.kubeconfig",
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: c, cluster: {server: "%s", certificate-authority: ca.pem}}]
          users: [{name: u, user: {token: "%s"}}]
          contexts: [{name: admin, context: {cluster: c, user: u}}]
          """
              .formatted(server.url(), CANARIES.get(6)));
      assertThat(program.run("keygen", "--out", "key").code()).isZero();
      program.file(
          "subject.yaml", endpoints.substring(0, endpoints.indexOf("credentials:")) + SUBJECT);
      Program.Outcome outcome =
          program
              .start(
                  Map.of("CANARY", CANARIES.get(1)),
                  "run",
                  "subject.yaml",
                  "--allow-exec",
                  "--trace",
                  "--sign",
                  "key.jwk",
                  "--write-known-gaps=gaps.yaml",
                  "--format",
                  format)
              .await();
      assertThat(outcome.all()).containsIgnoringCase("x-echo");
      assertClean("standard output", outcome.out());
      assertClean("standard error", outcome.err());
      assertClean("template", Files.readString(program.path("gaps.yaml")));
      Map<String, String> artefacts = artefacts(program.path("reports/latest"));
      assertThat(artefacts)
          .containsKeys(
              "report.json", "junit.xml", "index.html", "summary.md", "certificate-staging.jws");
      assertThat(artefacts.keySet())
          .anyMatch(name -> name.endsWith("-result.json"))
          .anyMatch(name -> name.endsWith("-attachment.txt"));
      artefacts.forEach(RunSecretsIT::assertClean);
      for (String form : List.of("text", "json", "markdown")) {
        Program.Outcome compared =
            program.run("compare", "reports/latest", "reports/latest", "--format", form);
        assertClean("compare", compared.all());
      }
      // The journal, and whatever else a run leaves behind.
      artefacts(scratch.resolve("state")).forEach(RunSecretsIT::assertClean);
      artefacts(scratch.resolve("runtime")).forEach(RunSecretsIT::assertClean);
    }
  }
}
