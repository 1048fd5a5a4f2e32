package dev.cksauth.subject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretResolverTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir Path directory;
  private final Set<SecretValue> redacted = ConcurrentHashMap.newKeySet();

  @Test
  void a_bare_token_is_taken_without_its_line_end() throws Exception {
    assertThat(resolve("echo bare-token")).isEqualTo("bare-token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1", "v1beta1"})
  void the_token_of_an_exec_credential_is_taken(String version) throws Exception {
    assertThat(
            resolve(
                """
                echo '{"apiVersion": "client.authentication.k8s.io/%s",'
                echo '"kind": "ExecCredential", "status": {"token": "inner"}}'
                """
                    .formatted(version)))
        .isEqualTo("inner");
  }

  @Test
  void a_command_is_told_that_nobody_can_answer_it() throws Exception {
    assertThat(resolve("case $KUBERNETES_EXEC_INFO in *'\"interactive\":false'*) echo ok;; esac"))
        .isEqualTo("ok");
    assertThat(resolve("read line; echo \"no line: $?\"")).isEqualTo("no line: 1");
  }

  @Test
  void a_command_runs_beside_its_file_with_its_own_variables() throws Exception {
    ExecCommand command =
        new ExecCommand("here", List.of(script("pwd; echo")), directory, Map.of("MODE", "x"));
    assertThat(reveal(resolver(LONG), new Secret.FromExec(command, false)))
        .isEqualTo(directory.toRealPath().toString());
    Path variable = Path.of(script("echo $MODE"));
    assertThat(
            reveal(
                resolver(LONG),
                new Secret.FromExec(
                    new ExecCommand(
                        "here",
                        List.of("./" + variable.getFileName()),
                        directory,
                        Map.of("MODE", "x")),
                    false)))
        .isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | printed nothing",
        "printf 'canary\\ncanary\\n' | printed several lines: neither a bare token nor an"
            + " ExecCredential",
        "echo '{canary' | printed JSON that cannot be read",
        "echo '{\"token\": \"canary\"}' | printed JSON that is no ExecCredential of"
            + " client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1",
        "exit 3 | ended with exit code 3",
        "echo canary; exit 3 | ended with exit code 3",
        "echo first >&2; echo 'no such user' >&2; exit 1 | ended with exit code 1: no such user",
        "echo 'refused: token=canary' >&2; exit 1 | ended with exit code 1: refused: token=…",
        "echo 'sent canary1234567890 to it' >&2; exit 1 | ended with exit code 1: sent … to it",
      })
  void a_failure_names_the_command_and_never_shows_its_output(String script, String message)
      throws Exception {
    Path file = Path.of(script(script));
    assertThatThrownBy(
            () -> resolver(LONG).resolve(exec(false, file.toString(), "canary-argument")))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessage("credentials[0].token: the command `" + file + "` " + message)
        .hasNoCause();
  }

  @Test
  void a_program_that_does_not_exist_is_a_failure() {
    assertThatThrownBy(() -> resolver(LONG).resolve(exec(false, "./none", "canary")))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessage(
            "credentials[0].token: the command `./none` could not be started: no such program, or"
                + " not executable")
        .hasNoCause();
  }

  @Test
  @Timeout(20)
  void a_command_that_hangs_is_ended_with_all_that_it_started() throws Exception {
    Path child = directory.resolve("child");
    String script = script("sleep 600 & echo $! > " + child + "; wait");
    assertThatThrownBy(() -> resolver(Duration.ofSeconds(2)).resolve(exec(false, script)))
        .isInstanceOf(SecretUnavailable.class)
        .hasMessageEndingWith("did not end within 2.0 s");
    long pid = Long.parseLong(Files.readString(child).strip());
    Optional<ProcessHandle> left = ProcessHandle.of(pid);
    if (left.isPresent()) {
      left.get().onExit().get(10, TimeUnit.SECONDS);
    }
  }

  /**
   * Two outcomes are right: the JDK closes the pipe of a process that has ended before the first
   * read, and holds ready what it printed.
   */
  @Test
  @Timeout(20)
  void a_command_that_leaves_its_output_open_does_not_hang_the_run() throws Exception {
    String script = script("echo token; sleep 5 &");
    try {
      assertThat(reveal(resolver(Duration.ofSeconds(1)), exec(false, script))).isEqualTo("token");
    } catch (SecretUnavailable unread) {
      assertThat(unread).hasMessageContaining("left its output open");
    }
  }

  @Test
  void a_command_is_run_once_however_many_ask() throws Exception {
    SecretResolver resolver = resolver(LONG);
    Secret secret = exec(false, script(counting()));
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<String>> asking = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asking.add(() -> reveal(resolver, secret));
      }
      for (Future<String> answer : threads.invokeAll(asking)) {
        assertThat(answer.get()).isEqualTo("token-1");
      }
    }
  }

  @Test
  void a_command_for_each_use_is_run_anew() throws Exception {
    SecretResolver resolver = resolver(LONG);
    Secret secret = exec(true, script(counting()));
    assertThat(reveal(resolver, secret)).isEqualTo("token-1");
    assertThat(reveal(resolver, secret)).isEqualTo("token-2");
    assertThat(redacted)
        .containsExactlyInAnyOrder(new SecretValue("token-1"), new SecretValue("token-2"));
  }

  @Test
  void a_failure_stands_for_the_rest_of_the_run() throws Exception {
    SecretResolver resolver = resolver(LONG);
    Secret secret = exec(false, script(counting() + "\nexit 1"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> resolver.resolve(secret)).isInstanceOf(SecretUnavailable.class);
    }
    assertThat(Files.readString(directory.resolve("count"))).isEqualTo("x");
  }

  @Test
  void a_secret_does_not_show_itself() {
    assertThat(new SecretValue("canary")).hasToString("(secret)");
    assertThat(exec(false, "program", "canary").toString()).doesNotContain("canary");
  }

  /** Prints token-1, then token-2, … */
  private String counting() {
    Path count = directory.resolve("count");
    return "printf x >> %1$s; echo token-$(wc -c < %1$s)".formatted(count);
  }

  private String resolve(String script) throws IOException, SecretUnavailable {
    return reveal(resolver(LONG), exec(false, script(script)));
  }

  private static String reveal(SecretResolver resolver, Secret secret) throws SecretUnavailable {
    return resolver.resolve(secret).reveal();
  }

  private SecretResolver resolver(Duration deadline) {
    return new SecretResolver(redacted::add, deadline);
  }

  private Secret exec(boolean eachUse, String... words) {
    ExecCommand command =
        new ExecCommand("credentials[0].token", List.of(words), directory, Map.of());
    return new Secret.FromExec(command, eachUse);
  }

  private String script(String content) throws IOException {
    Path file = Files.createTempFile(directory, "script", "");
    Files.writeString(file, "#!/bin/sh\n" + content + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }
}
