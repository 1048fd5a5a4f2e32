package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Selection;
import dev.cksauth.input.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Shows the catalogue. */
@Command(
    name = "list",
    description = "Shows the catalogue: every scenario with its level and title.")
final class ListCommand implements Callable<ExitCode> {

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      split = ",",
      description = "Only these profiles.")
  private List<String> profiles = new ArrayList<>();

  @Option(names = "--scenario", paramLabel = "GLOB", description = "Only these scenarios.")
  private List<String> globs = new ArrayList<>();

  @Option(names = "--scenarios", paramLabel = "DIR", description = "More catalogue, of your own.")
  private List<Path> added = new ArrayList<>();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.TEXT;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure {
    Catalogue catalogue = RunInput.catalogue(added);
    Selection selection = new Selection(profiles, globs, List.of(), true);
    Selection shown = profiles.isEmpty() ? everything(catalogue) : selection;
    Problems problems = new Problems();
    RunInput.selection(selection, catalogue, problems);
    RunInput.require(problems);
    List<Scenario> scenarios =
        Stream.of("Cluster", "Webhook", "AccessWebhook")
            .flatMap(kind -> shown.of(catalogue, kind).stream())
            .distinct()
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> print(catalogue, scenarios, out);
      case JSON -> out.println(json(catalogue, scenarios));
    }
    return ExitCode.DONE;
  }

  /** Profiles that are tested only when asked for are in the catalogue too. */
  private Selection everything(Catalogue catalogue) {
    return new Selection(List.copyOf(catalogue.profiles().keySet()), globs, List.of(), true);
  }

  private static void print(Catalogue catalogue, List<Scenario> scenarios, PrintWriter out) {
    int width = scenarios.stream().mapToInt(s -> s.id().length()).max().orElse(0);
    for (Scenario scenario : scenarios) {
      out.printf(
          "%-" + Math.max(1, width) + "s  %-6s  %s%s%n",
          scenario.id(),
          scenario.level(),
          scenario.title(),
          scenario.tier() == dev.cksauth.catalogue.Tier.SLOW ? " (slow)" : "");
    }
    out.printf(
        "%d scenarios, %d requirements, catalogue %s%n",
        scenarios.size(), catalogue.requirements().size(), catalogue.digest());
  }

  private static String json(Catalogue catalogue, List<Scenario> scenarios) {
    JsonMapper mapper = JsonMapper.builder().build();
    var root = mapper.createObjectNode();
    root.put("catalogue", catalogue.digest());
    ArrayNode list = root.putArray("scenarios");
    for (Scenario scenario : scenarios) {
      var node = list.addObject();
      node.put("id", scenario.id());
      node.put("title", scenario.title());
      node.put("level", scenario.level().name());
      node.put("requirement", scenario.requirement().id());
      node.put("impact", scenario.impact().word());
      node.put("tier", scenario.tier().word());
      scenario.profiles().forEach(node.putArray("profiles")::add);
      scenario.needs().forEach(node.putArray("needs")::add);
      scenario.tags().forEach(node.putArray("tags")::add);
    }
    return root.toPrettyString();
  }
}
