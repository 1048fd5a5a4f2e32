package dev.cksauth.mutant.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.report.ConsoleReport;
import dev.cksauth.report.ConsoleStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The faults of webhooks that do most harm (contract, section G, rows 1 to 16): the report names
 * each, and what to change.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FirstSixteenFaultsTest {
  private MutantRun runs;
  private Map<String, WebhookMutant> mutants;

  /**
   * A row.
   *
   * @param words that the vendor has to read
   */
  record Row(int number, String mutant, List<String> words) {
    static Row of(int number, String mutant, String... words) {
      return new Row(number, mutant, List.of(words));
    }

    @Override
    public String toString() {
      return number + " " + mutant;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        Row.of(1, "says-always-v1beta1", "unknown conversion", "Copy the request's apiVersion"),
        Row.of(2, "denies-with-401", "HTTP 401", "Answer 200", "authenticated false"),
        Row.of(3, "believes-any-service-account", "accepted as", "issuer"),
        Row.of(4, "logs-tokens", "the log", "never what was presented"),
        Row.of(
            5, "takes-eleven-seconds-now-and-then", "within 10000 ms", "Bound what you wait for"),
        Row.of(6, "denies-with-503", "HTTP 503", "is an outage of your webhook", "Answer 200"),
        Row.of(7, "fails-on-tokens-of-others", "HTTP 500", "five times over", "Answer 200"),
        Row.of(8, "explains-denials-in-error", "two minutes", "Set status.error only where"),
        Row.of(9, "denies-while-it-loads", "two minutes", "Load keys and users before you listen"),
        Row.of(10, "caches-for-ever", "withdrawal", "Look up at each review"),
        Row.of(11, "confirms-a-name-of-its-own", "none of its own audiences", "status.audiences"),
        Row.of(
            12,
            "renews-with-a-certificate-of-a-stranger",
            "certificate",
            "Load the certificate anew"),
        Row.of(13, "shows-a-certificate-for-another-name", "x509", "subject alternative name"),
        Row.of(14, "makes-masters", "system:masters", "Refuse, or prefix"),
        Row.of(15, "names-users-by-nothing", "without a name", "Deny where you have no name"),
        Row.of(16, "redirects-everybody", "307", "the very URL that is configured"));
  }

  @BeforeAll
  void start(@TempDir Path directory) {
    runs = new MutantRun(directory);
    mutants =
        MutantRun.mutants().collect(Collectors.toMap(WebhookMutant::name, Function.identity()));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isNamedInTheReport(Row row) throws Exception {
    WebhookMutant mutant = Objects.requireNonNull(mutants.get(row.mutant()));
    String report =
        new ConsoleReport(new ConsoleStyle(false, true, 120), false)
            .render(runs.report(mutant, List.of(mutant.killer())), List.of());
    assertThat(report.replaceAll("\\s+", " ")).contains(row.words().toArray(String[]::new));
  }
}
