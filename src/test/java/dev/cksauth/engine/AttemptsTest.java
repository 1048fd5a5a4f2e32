package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.result.Attempt;
import dev.cksauth.subject.Client;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the matrix of a report is made of. */
final class AttemptsTest {
  private static final Step.Head HEAD = new Step.Head("", false, Expectation.NOTHING, Map.of());

  private static final Target TARGET =
      new Target(
          "unmanaged",
          URI.create("https://127.0.0.1:6443"),
          Optional.empty(),
          new Client(
              Optional.empty(),
              false,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));

  @ParameterizedTest
  @CsvSource({"200,anonymous", "206,anonymous", "401,refused"})
  void aPathAskedForWithoutACredentialTellsWhetherNobodyIsServed(int status, String outcome) {
    assertThat(Attempts.of(request("none", "/version"), answer(status)))
        .contains(new Attempt("unmanaged", "none", outcome));
  }

  @ParameterizedTest
  @CsvSource({"302", "404", "500"})
  void anAnswerThatSaysNothingOfAnybodyIsNoAttempt(int status) {
    assertThat(Attempts.of(request("none", "/version"), answer(status))).isEmpty();
  }

  @Test
  void whatACredentialMayReadIsNotWhetherItIsLetIn() {
    assertThat(Attempts.of(request("console", "/version"), answer(200))).isEmpty();
  }

  private static Step request(String as, String path) {
    return new Step.Request(
        HEAD,
        "unmanaged",
        as,
        Optional.empty(),
        Optional.of(path),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  private static Exchange answer(int status) {
    return new Exchange(
        TARGET,
        ProbeRequest.get("/version"),
        new Outcome.Answered(status, "http/1.1", List.of(), "{}".getBytes(StandardCharsets.UTF_8)),
        Instant.EPOCH,
        Duration.ZERO);
  }
}
