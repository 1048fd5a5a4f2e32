package dev.cksauth.mutant;

import dev.cksauth.engine.Glob;
import dev.cksauth.result.ScenarioResult;
import dev.cksauth.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which scenario noticed which fault. */
public final class KillMatrix {
  /** An error never kills. A note is what a MAY says that is not met. */
  private static final Set<Verdict> KILLS = Set.of(Verdict.FAILED, Verdict.WARNING, Verdict.NOTE);

  private final String profile;
  private final List<String> scenarios;
  private final boolean whole;
  private final Map<Row, List<String>> kills = new LinkedHashMap<>();

  /**
   * A mutant.
   *
   * @param part that has the fault
   * @param killer the scenario that is named for it: without a case, any of its cases
   */
  public record Row(String name, String part, String killer) {
    /** Whether a scenario is named for the fault, or a case of one that is. */
    public boolean named(String scenario) {
      return Glob.matches(killer, scenario);
    }
  }

  /** Whether a scenario noticed something. */
  public static boolean kills(ScenarioResult result) {
    return KILLS.contains(result.verdict());
  }

  /**
   * A matrix without rows.
   *
   * @param whole whether each mutant meets all scenarios, or only those named for it
   */
  public KillMatrix(String profile, List<String> scenarios, boolean whole) {
    this.profile = profile;
    this.scenarios = List.copyOf(scenarios);
    this.whole = whole;
  }

  /** Adds a row with those that noticed it. */
  public void add(Row mutant, List<String> killers) {
    kills.put(mutant, killers);
  }

  /** Writes it all. */
  public void write(Path file) throws IOException {
    Files.writeString(file, head() + rows() + tail());
  }

  private String head() {
    return """
    # Kill matrix

    %d mutants against %s of the profile `%s` (%d), on %s.
    %s
    A mutant is an honest part with one named fault. `failed` and `warning` kill it, and `note` for a MAY;
    an `error` does not. All scenarios pass on the honest parts.

    | mutant | part | named killer | killed by |
    | --- | --- | --- | --- |
    """
        .formatted(
            kills.size(),
            whole ? "all scenarios" : "the scenarios that are named for them",
            profile,
            scenarios.size(),
            LocalDate.now(ZoneOffset.UTC),
            whole ? "Made by `mvn test -Pkill-matrix`.\n" : "");
  }

  private String rows() {
    return kills.entrySet().stream()
        .map(row ->
            "| %s | %s | %s | %s |%n"
                .formatted(
                    row.getKey().name(),
                    row.getKey().part(),
                    row.getKey().killer(),
                    String.join(", ", row.getValue())))
        .collect(Collectors.joining());
  }

  private String tail() {
    List<String> rest =
        scenarios.stream()
            .filter(id -> kills.keySet().stream().noneMatch(mutant -> mutant.named(id)))
            .toList();
    String unneeded =
        rest.stream()
            .filter(id -> WireMutant.of(id).isEmpty())
            .map(id -> "- " + id + kills(id) + "\n")
            .collect(Collectors.joining());
    return onTheWire(rest)
        + (unneeded.isEmpty()
            ? "\nEach scenario is named for a mutant.\n"
            : "\n## Scenarios that no mutant needs\n\n" + unneeded);
  }

  /** They are not among the rows: no policy and no gateway of this matrix can have such a fault. */
  private static String onTheWire(List<String> scenarios) {
    String named =
        scenarios.stream()
            .flatMap(id -> WireMutant.of(id).stream())
            .map(mutant -> "- " + mutant.killer() + ": " + mutant.words() + "\n")
            .collect(Collectors.joining());
    return named.isEmpty()
        ? ""
        : """

        ## Scenarios named for faults on the wire

        Proxies made of sockets have these faults. `RawMutantsTest` lets each scenario meet its own, and does
        not count here.

        """
            + named;
  }

  private String kills(String id) {
    long mutants = kills.values().stream().filter(killers -> killers.contains(id)).count();
    return whole ? " (notices %d)".formatted(mutants) : "";
  }
}
