package dev.cksauth.cli;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Matcher;
import dev.cksauth.catalogue.Profile;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Step;
import dev.cksauth.engine.Glob;
import dev.cksauth.engine.Titles;
import dev.cksauth.input.Similar;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One scenario in sentences. */
@Command(name = "explain", description = "Explains one scenario in sentences.")
final class ExplainCommand implements Callable<ExitCode> {

  private static final int INDENT = 15;
  private static final int LEAST_TEXT = 40;

  @Parameters(paramLabel = "ID", description = "The scenario's id, as `list` shows it.")
  private String id = "";

  @Option(names = "--scenarios", paramLabel = "DIR", description = "More catalogue, of your own.")
  private List<Path> added = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure {
    Catalogue catalogue = RunInput.catalogue(added);
    List<Scenario> found =
        catalogue.scenarios().stream().filter(s -> Glob.matches(id, s.id())).toList();
    if (found.isEmpty()) {
      Set<String> ids =
          catalogue.scenarios().stream()
              .map(Scenario::id)
              .collect(Collectors.toCollection(TreeSet::new));
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          "there is no scenario `%s`%s; `cks-auth list` shows all"
              .formatted(id, Similar.hint(id, ids)));
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Scenario scenario : found) {
      print(catalogue, scenario, out);
    }
    return ExitCode.DONE;
  }

  private void print(Catalogue catalogue, Scenario scenario, PrintWriter out) {
    out.println(scenario.id());
    line(out, "", scenario.title() + ".");
    out.println();
    line(out, "requirement", scenario.level() + " " + scenario.requirement().id());
    line(out, "", scenario.requirement().text());
    line(out, "source", scenario.requirement().source());
    line(out, "applies to", applies(catalogue, scenario));
    for (String need : scenario.needs()) {
      Capability capability = Objects.requireNonNull(catalogue.capabilities().get(need));
      line(out, "needs", need + ": " + capability.question());
    }
    line(out, "impact", scenario.impact().word() + "; " + scenario.tier().word() + " tier");
    int number = 1;
    for (Step step : scenario.steps()) {
      String control = step.head().control() ? "Control: " : "";
      line(out, "step " + number++, control + words(step));
    }
    if (scenario.steps().stream().anyMatch(step -> step.head().expect().rejects())) {
      line(out, "", "Then the controls once more: they must still hold.");
    }
    line(out, "so what", scenario.consequence());
    line(out, "fix", scenario.fix());
    out.println();
  }

  /** One label with its text, wrapped under itself. */
  private void line(PrintWriter out, String label, String text) {
    int width = Math.max(LEAST_TEXT, spec.commandLine().getUsageHelpWidth() - INDENT);
    String start = "  %-11s  ".formatted(label);
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        out.println(start + line);
        start = " ".repeat(INDENT);
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    out.println(start + line);
  }

  private static String applies(Catalogue catalogue, Scenario scenario) {
    return scenario.profiles().stream()
        .map(name -> Objects.requireNonNull(catalogue.profiles().get(name)))
        .map((Profile profile) ->
            "%s (profile %s%s)"
                .formatted(
                    profile.subject(),
                    profile.name(),
                    profile.byDefault() ? "" : ", when asked for"))
        .collect(Collectors.joining(", "));
  }

  private static String words(Step step) {
    String title = step.head().title();
    String does = Titles.sentence(step);
    String expected = expected(step.head().expect());
    String sentence = title.isEmpty() ? does : title + " (" + does + ")";
    return expected.isEmpty() ? sentence : sentence + "; expected: " + expected;
  }

  private static String expected(Expectation expect) {
    List<String> parts = new ArrayList<>();
    UnaryOperator<String> names = UnaryOperator.identity();
    expect.identity().ifPresent(matcher -> parts.add(words(matcher, names)));
    if (!expect.answer().isEmpty()) {
      parts.add(
          expect.answer().stream()
              .map(word -> word.name().toLowerCase(Locale.ROOT))
              .sorted()
              .collect(Collectors.joining(" or ")));
    }
    expect.username().ifPresent(matcher -> parts.add("user " + matcher.words(names)));
    expect.status().ifPresent(matcher -> parts.add("HTTP " + matcher.words(names)));
    if (expect.tlsRefused()) {
      parts.add("the TLS handshake is refused");
    }
    expect.body().forEach((pointer, matcher) -> parts.add(pointer + " " + matcher.words(names)));
    expect.headers().forEach((name, matcher) -> parts.add(name + " " + matcher.words(names)));
    return String.join(", ", parts);
  }

  private static String words(Matcher matcher, UnaryOperator<String> names) {
    return switch (matcher.words(names)) {
      case Expectation.NONE -> "refused, no identity is established";
      case Expectation.OWN -> "the user that the credential stands for";
      case Expectation.ANONYMOUS -> "system:anonymous";
      case String other -> "user " + other;
    };
  }
}
