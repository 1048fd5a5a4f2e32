package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that names somebody is in what is published, whatever the subject answers. */
final class PublishTest {
  /** One of each class that a file gives, and of each that only an answer brings. */
  private static final Map<String, String> CANARIES = new LinkedHashMap<>();

  static {
    CANARIES.put("user", "canary-alice@corp.example");
    CANARIES.put("group", "canary:platform+admins");
    CANARIES.put("uid", "canary-uid-00017");
    CANARIES.put("extra value", "canary-department-x");
    CANARIES.put("name of a credential", "canary-credential");
    CANARIES.put("cluster id", "canary-cluster-id-77");
    CANARIES.put("host of an authenticator", "canary-idp.corp.example");
    CANARIES.put("name of an endpoint", "canary-endpoint");
    CANARIES.put("answered user", "canary-mallory");
    CANARIES.put("answered group", "canary-wheel");
    CANARIES.put(
        "answered uid", "5d3b0c1e-1111-4222-8333-0000000canary".replace("canary", "00009"));
    CANARIES.put("namespace", "canary-namespace");
    CANARIES.put("ServiceAccount", "canary-robot");
    CANARIES.put("answered host", "canary-backend.corp.example");
    CANARIES.put("address", "203.0.113.77");
    CANARIES.put("user in a message", "canary-eve");
  }

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path directory;

  private static String canary(String of) {
    return java.util.Objects.requireNonNull(CANARIES.get(of), of);
  }

  /** Refuses, and tells in every way whom it knows. */
  private static TlsServer.Answer gossip(HttpExchange exchange) {
    String all = String.join(" ", CANARIES.values());
    String user = canary("user");
    Map<String, String> headers = new HashMap<>();
    headers.put("X-Remote-User", canary("answered user"));
    headers.put("X-Remote-Group", canary("answered group"));
    headers.put("X-Text", all);
    headers.put("X-Encoded", base64(all));
    headers.put("X-User-64", base64(user));
    headers.put("X-User-Percent", URLEncoder.encode(user, StandardCharsets.UTF_8));
    headers.put("X-Backend", "https://%s:8443/x".formatted(canary("answered host")));
    Map<String, Object> answered =
        Map.of(
            "username",
            canary("answered user"),
            "uid",
            canary("answered uid"),
            "groups",
            List.of(canary("answered group"), "system:authenticated"));
    Map<String, Object> body =
        Map.of(
            "kind",
            "Status",
            "status",
            Map.of("userInfo", answered),
            "message",
            "User \"%s\" (https://%s, system:serviceaccount:%s:%s, %s) cannot do this; ask %s"
                .formatted(
                    canary("user in a message"),
                    canary("answered host"),
                    canary("namespace"),
                    canary("ServiceAccount"),
                    canary("address"),
                    all),
            "user",
            "system:serviceaccount:%s:%s".formatted(canary("namespace"), canary("ServiceAccount")));
    try {
      exchange.getRequestBody().readAllBytes();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
    return new TlsServer.Answer(403, "application/json", JSON.writeValueAsString(body), headers);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private Path subject(TlsServer server) throws IOException {
    Files.writeString(directory.resolve("ca.pem"), server.caPem());
    return Files.writeString(
        directory.resolve("subject.yaml"),
        """
        apiVersion: cks-auth.dev/v1
        kind: Cluster
        metadata: {name: staging, version: v1.37.2, vendor: Acme}
        endpoints:
          managed:   {url: "%1$s", ca: ca.pem}
          unmanaged: {url: "%1$s", ca: ca.pem}
          custom:    [{name: %2$s, url: "%1$s", ca: ca.pem}]
        oidc: {issuer: "https://%3$s/realm", clientId: kubernetes}
        cksApi: {url: "https://%3$s", token: cks-api-token-0001, clusterId: %4$s}
        credentials:
          - name: %5$s
            kind: console
            token: CW-SECRET-of-a-test-0001
            disposable: true
            expect: {username: "%6$s", groups: ["%7$s"], uid: "%8$s", extra: {department: ["%9$s"]}}
          - {name: robot, kind: service-account, token: a.service.account-token}
        """
            .formatted(
                server.url(),
                canary("name of an endpoint"),
                canary("host of an authenticator"),
                canary("cluster id"),
                canary("name of a credential"),
                canary("user"),
                canary("group"),
                canary("uid"),
                canary("extra value")));
  }

  private static void assertNamesNobody(String where, String text) {
    CANARIES.forEach((what, canary) -> {
      byte[] bytes = canary.getBytes(StandardCharsets.UTF_8);
      assertThat(text)
          .as("%s in %s", what, where)
          .doesNotContain(canary)
          .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(bytes))
          .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
          .doesNotContain(URLEncoder.encode(canary, StandardCharsets.UTF_8));
    });
  }

  private static Map<String, String> files(Path out) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        texts.put(out.relativize(file).toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void whatIsPublishedNamesNobodyAndSaysSo() throws Exception {
    Path keys = directory.resolve("key");
    assertThat(Called.with("keygen", "--out", keys).code()).isZero();
    try (TlsServer server = new TlsServer(PublishTest::gossip)) {
      Path subject = subject(server);
      Path open = directory.resolve("open");
      Object[] some = {"--scenario", "managed/*", "--scenario", "unmanaged/*", "--trace"};
      Called told = Called.with(with(some, "run", subject, "--out", open));
      String clear = told.out() + String.join("\n", files(open).values());
      // Else it would be no proof that the others have nothing.
      CANARIES.forEach((what, canary) -> {
        if (!List.of(
                "cluster id",
                "host of an authenticator",
                "name of a credential",
                "name of an endpoint")
            .contains(what)) {
          assertThat(clear).as(what).contains(canary);
        }
      });
      Path out = directory.resolve("published");
      Called called =
          Called.with(
              with(some, "run", subject, "--out", out, "--publish", "--sign", keys + ".jwk"));
      assertThat(called.code()).isEqualTo(told.code());
      assertNamesNobody("console", called.out() + called.err());
      Map<String, String> files = files(out);
      assertThat(files)
          .containsKeys(
              "report.json", "junit.xml", "index.html", "summary.md", "certificate-staging.jws");
      files.forEach((name, text) -> {
        String shown = name.endsWith(".jws") ? payload(text) : text;
        assertNamesNobody(name, shown);
        // Allure shows the environment with every result.
        if (!name.startsWith("allure-results/") || name.endsWith("environment.properties")) {
          assertThat(shown).as(name).contains("stand under other names");
        }
      });
      assertThat(files.get("report.json")).contains("user-1", "group-1", "namespace-1", "id-1");
    }
  }

  private static Object[] with(Object[] more, Object... first) {
    return Stream.concat(Stream.of(first), Stream.of(more)).toArray();
  }

  private static String payload(String jws) {
    return new String(
        Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }

  @Test
  void aPartOfARunIsNotPublished() {
    Called called = Called.with("run", "--shard", "1/2", "--publish");
    assertThat(called.err()).contains("--publish is for a whole run");
    assertThat(called.code()).isEqualTo(2);
  }
}
