package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users of a cluster's webhook who log in, and what scenarios do to them. */
final class WebhookLoginTest {
  private static final String LOGIN =
      "  - issue: {name: session, kind: webhook, user: dave, login: one-time-code}\n";
  private static final String IDENTITY =
      """
        - request: {endpoint: unmanaged, as: session}
          expect: {identity: own}
      """;

  @TempDir private Path directory;
  private Stage stage;
  private HttpServer actions;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();

  @BeforeEach
  void set() throws Exception {
    stage = new Stage(directory);
    actions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    actions.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String action = exchange.getRequestURI().getPath().substring(1);
          asked.add(action + " " + body);
          boolean refused = action.equals("issue") && refusals.getAndDecrement() > 0;
          byte[] token =
              (action.equals("issue") ? Replies.SERVICE_ACCOUNT : "")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(refused ? 403 : 200, refused ? -1 : token.length);
          if (!refused) {
            exchange.getResponseBody().write(token);
          }
          exchange.close();
        });
    actions.start();
    stage.unmanaged.says(Replies.knowing(Replies.unauthorized()));
    stage.with(
        """
          - {name: alice, kind: webhook, token: a-token-of-the-webhook}
          - {name: dave, kind: webhook, token: another, expect: {username: "%s"}}
        """
            .formatted(Replies.ROBOT));
  }

  @AfterEach
  void strike() {
    actions.stop(0);
    stage.close();
  }

  private ScenarioResult result(String more, String steps) throws Exception {
    StringBuilder named = new StringBuilder();
    for (String action : List.of("issue", "enable", "disable")) {
      named.append(
          "      %s: {post: \"http://127.0.0.1:%d/%s\"}%n"
              .formatted(action, actions.getAddress().getPort(), action));
    }
    stage.with("webhooks:\n  - name: w\n" + more + "    actions:\n" + named);
    return stage.scenario("logs-in", steps).one();
  }

  @Test
  void theUserOfANameLogsInAsTheScenarioSays() throws Exception {
    assertThat(result("", LOGIN + IDENTITY).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst())
        .contains("\"name\":\"dave\"", "\"login\":\"one-time-code\"", "\"kind\":\"webhook\"");
  }

  @Test
  void whoIsLetInAndOughtNotToBeIsAFailure() throws Exception {
    String steps =
        """
          - control: the webhook's login is good
            issue: {name: before, kind: webhook, user: dave, login: one-time-code}
          - issue: {name: session, kind: webhook, user: dave, login: wrong-code}
            expect: {issued: false}
        """;
    ScenarioResult result = result("", steps);
    assertThat(result.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(result.reason()).contains("the webhook refuses the login");
  }

  @Test
  void whoIsRefusedAndOughtNotToBeIsAFailure() throws Exception {
    refusals.set(1);
    assertThat(result("", LOGIN + IDENTITY).verdict()).isEqualTo(Verdict.FAILED);
  }

  @Test
  void aLoginIsTriedAgainForAsLongAsTheLockOutLasts() throws Exception {
    refusals.set(2);
    String steps = LOGIN.replace("code}", "code, within: lock-out}") + IDENTITY;
    assertThat(result("    lockOut: 3s\n", steps).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(asked).hasSize(3);
  }

  @Test
  void aLockOutThatNobodyKnowsIsNotWaitedFor() throws Exception {
    String steps = LOGIN.replace("code}", "code, within: lock-out}") + IDENTITY;
    ScenarioResult result = result("", steps);
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("gives no lockOut");
  }

  @Test
  void aUserWhomTheFileDoesNotGiveIsNotTested() throws Exception {
    ScenarioResult result = result("", LOGIN.replace("dave", "erin") + IDENTITY);
    assertThat(result.verdict()).isEqualTo(Verdict.NOT_TESTED);
    assertThat(result.reason()).contains("no credential `erin` of kind `webhook`");
  }

  @Test
  void aProgramIsToldWhomAndWhatAnActionIsAbout() throws Exception {
    Path told = directory.resolve("told");
    String program =
        "{exec: [sh, -c, 'echo \"$@\" >> told', \"%s\", \"{name}\", \"{group}\", \"{device}\"]}";
    stage.with(
        "webhooks:\n  - name: w\n    actions:\n      issue: {exec: [echo, "
            + Replies.SERVICE_ACCOUNT
            + "]}\n      enable: "
            + program.formatted("on")
            + "\n      disable: "
            + program.formatted("off"));
    String steps =
        """
          - act: {webhook: token, action: enable, user: dave, group: readers}
          - act: {webhook: token, action: disable, user: dave, device: phone}
        """;
    assertThat(stage.scenario("tells", steps + LOGIN + IDENTITY).one().verdict())
        .isEqualTo(Verdict.PASSED);
    assertThat(Files.readAllLines(told))
        .containsExactly("dave readers ", "dave  phone", "dave  phone", "dave readers ");
  }

  @Test
  void whatWasDoneToAUserIsTakenBackInTheOtherOrder() throws Exception {
    String steps =
        """
          - act: {webhook: token, action: enable, user: dave, group: readers}
          - act: {webhook: token, action: disable, user: dave, device: phone}
        """;
    assertThat(result("", steps + LOGIN + IDENTITY).verdict()).isEqualTo(Verdict.PASSED);
    assertThat(asked.stream().map(each -> each.replaceFirst(" .*", "")))
        .containsExactly("enable", "disable", "issue", "enable", "disable");
    assertThat(asked.get(0)).contains("\"group\":\"readers\"", "\"name\":\"dave\"");
    assertThat(asked.get(3)).contains("\"device\":\"phone\"").doesNotContain("group");
    assertThat(asked.get(4)).contains("\"group\":\"readers\"");
  }
}
