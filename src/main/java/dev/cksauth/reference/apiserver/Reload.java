package dev.cksauth.reference.apiserver;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Has a running API server read its authentication configuration anew. It counts what came of that
 * in a metric (contract C-21): nothing else tells when the new configuration is in use.
 */
final class Reload implements AutoCloseable {
  private static final Pattern COUNT =
      Pattern.compile(
          "(?m)^apiserver_authentication_config_controller_automatic_reloads_total"
              + "\\{[^}]*status=\"(success|failure)\"[^}]*} (\\d+)");

  /** A valid configuration is in use within a minute, or the API server gives up for then. */
  private static final Duration LONGEST = Duration.ofSeconds(75);

  private static final Duration POLL = Duration.ofMillis(200);
  private static final int OK = 200;

  private final HttpClient client;
  private final int port;
  private final String token;

  Reload(String caPem, int port, String token) {
    this.client =
        HttpClient.newBuilder()
            .sslContext(Readiness.trusting(caPem))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
    this.port = port;
    this.token = token;
  }

  /** How often it has read a configuration, and taken it or not. */
  private record Counts(int successes, int failures) {}

  /**
   * Writes a configuration and waits until the API server uses it.
   *
   * @throws IOException when it refuses the configuration, or does not take it up in time
   */
  void to(AuthenticationConfiguration configuration, Path file)
      throws IOException, InterruptedException {
    Counts before = counts();
    configuration.writeTo(file);
    Poll.until(
        "the API server uses its new authentication configuration",
        LONGEST,
        POLL,
        () -> {
          Counts now = counts();
          if (now.failures() > before.failures()) {
            throw new IOException("the API server refuses the authentication configuration");
          }
          return now.successes() > before.successes()
              ? Poll.Attempt.success()
              : Poll.Attempt.notYet("it has read it %d times".formatted(now.successes()));
        },
        Optional::empty);
  }

  private Counts counts() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            Readiness.request(port, token, "/metrics"), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != OK) {
      throw new IOException("the API server answered /metrics with " + answer.statusCode());
    }
    int successes = 0;
    int failures = 0;
    Matcher matcher = COUNT.matcher(answer.body());
    while (matcher.find()) {
      int count = Integer.parseInt(matcher.group(2));
      if (matcher.group(1).equals("success")) {
        successes += count;
      } else {
        failures += count;
      }
    }
    return new Counts(successes, failures);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
