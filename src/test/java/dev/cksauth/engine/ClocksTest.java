package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Header;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Client;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A scenario about times ends in an error where the clocks differ by more than it bears. */
final class ClocksTest {
  private static Optional<Duration> margin(String claims) {
    return Clocks.margin(new JsonMapper().readTree(claims));
  }

  @Test
  void theNearestTimeBearsLeast() {
    assertThat(margin("{\"exp\":{\"ago\":\"15s\"},\"nbf\":{\"in\":\"2m\"}}"))
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void claimsWithoutTimesBearAll() {
    assertThat(margin("{\"sub\":{\"in\":\"15s\"},\"exp\":1}")).isEmpty();
  }

  private static Exchange answeredBy(Duration ahead) {
    Instant now = Instant.now();
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME
            .withLocale(Locale.ROOT)
            .format(now.plus(ahead).atOffset(ZoneOffset.UTC));
    Target target =
        new Target(
            "cluster",
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
    Outcome answer =
        new Outcome.Answered(401, "h2", List.of(new Header("Date", date)), new byte[0]);
    return new Exchange(target, ProbeRequest.get("/"), answer, now, Duration.ZERO);
  }

  @Test
  void aClockThatIsNearEnoughIsNoTrouble() {
    assertThatCode(() ->
            Clocks.require(answeredBy(Duration.ofSeconds(2)), Optional.of(Duration.ofSeconds(5))))
        .doesNotThrowAnyException();
  }

  @Test
  void aClockThatIsFurtherOffIsAnError() {
    assertThatThrownBy(() ->
            Clocks.require(answeredBy(Duration.ofMinutes(1)), Optional.of(Duration.ofSeconds(5))))
        .isInstanceOf(UnknownFactsException.class)
        .hasMessageContaining("this scenario bears 5 s");
  }

  @Test
  void anyClockWillDoForAScenarioWithoutTimes() {
    assertThatCode(() -> Clocks.require(answeredBy(Duration.ofHours(1)), Optional.empty()))
        .doesNotThrowAnyException();
  }
}
