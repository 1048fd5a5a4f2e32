package dev.cksauth.mutant;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Requirement;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Tier;
import dev.cksauth.engine.ScriptedFault;
import dev.cksauth.mutant.webhook.WebhookRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code docs/catalogue.md}: from each requirement and its source to its scenarios, and from these
 * to the mutants that they are named for. Each of those is put before its scenario by a test, which
 * fails where it is not noticed.
 */
final class CataloguePage {
  private static final String SCRIPTED = "a scripted webhook";

  private final Catalogue catalogue;
  private final List<KillMatrix.Row> mutants;

  private CataloguePage(Catalogue catalogue, List<KillMatrix.Row> mutants) {
    this.catalogue = catalogue;
    this.mutants = mutants;
  }

  static CataloguePage of(Catalogue catalogue) {
    return new CataloguePage(
        catalogue,
        Stream.of(
                MutantsTest.mutants().map(Mutant::row),
                WireMutant.all()
                    .map(mutant -> new KillMatrix.Row(mutant.words(), "proxy", mutant.killer())),
                OidcMutantsTest.mutants().map(Mutant::row),
                OidcLoginMutantsTest.mutants().map(Mutant::row),
                IntegrationMutantsTest.mutants().map(Mutant::row),
                LoginMutantsTest.mutants().map(LoginMutants.LoginMutant::row),
                ConfigurationMutantsTest.mutants(),
                WebhookRows.all(),
                ScriptedFault.all()
                    .map(fault -> new KillMatrix.Row(fault.name(), SCRIPTED, fault.killer())))
            .flatMap(Function.identity())
            .toList());
  }

  /** The mutants of which a scenario, or one of its cases, is the named killer. */
  List<KillMatrix.Row> mutants(String path) {
    return mutants.stream().filter(mutant -> path(mutant.killer()).equals(path)).toList();
  }

  /** The page. */
  String text() {
    Map<String, List<Scenario>> byRequirement =
        catalogue.scenarios().stream()
            .collect(
                Collectors.groupingBy(
                    scenario -> scenario.requirement().id(), TreeMap::new, Collectors.toList()));
    StringBuilder text = new StringBuilder(head());
    byRequirement.forEach((id, scenarios) -> requirement(text, scenarios));
    return text.toString();
  }

  private String head() {
    long files = catalogue.scenarios().stream().map(one -> path(one.id())).distinct().count();
    return """
    # The catalogue

    %,d scenarios in %d files below `scenarios/`, for %d requirements; %d mutants are named for them. Made by

    ```
    mvn test -Pdocs
    ```

    and held against the catalogue and the mutants by every build. Each requirement is followed by its source and by its scenarios; a scenario with
    cases is run once for each. *notices* names the mutants, honest parts with one fault, whose named killer the scenario is; a test lets
    each meet it. What no scenario proves, and why, is in [coverage.md](coverage.md). `./cks-auth explain ID` tells one scenario in sentences.

    """
        .formatted(
            catalogue.scenarios().size(), files, catalogue.requirements().size(), mutants.size());
  }

  private void requirement(StringBuilder text, List<Scenario> scenarios) {
    Requirement requirement = scenarios.getFirst().requirement();
    text.append(
        """
        ## %s

        %s

        Source: %s

        | scenario | level | profiles | says | cases | notices |
        | --- | --- | --- | --- | --- | --- |
        """
            .formatted(requirement.id(), plain(requirement.text()), plain(requirement.source())));
    Map<String, List<Scenario>> files = new LinkedHashMap<>();
    for (Scenario scenario : scenarios) {
      files.computeIfAbsent(path(scenario.id()), path -> new ArrayList<>()).add(scenario);
    }
    files.forEach((path, cases) -> text.append(row(path, cases)));
    text.append('\n');
  }

  private String row(String path, List<Scenario> cases) {
    Scenario first = cases.getFirst();
    String names =
        cases.stream()
            .filter(one -> one.id().contains("#"))
            .map(one -> code(one.id().substring(one.id().indexOf('#') + 1)))
            .collect(Collectors.joining(", "));
    String level =
        cases.stream().map(one -> one.level().name()).distinct().collect(Collectors.joining(", "));
    return "| [%s](../scenarios/%s.yaml) | %s%s | %s | %s | %s | %s |\n"
        .formatted(
            code(path),
            path,
            level,
            first.tier() == Tier.SLOW ? ", " + Tier.SLOW.name().toLowerCase(Locale.ROOT) : "",
            String.join(", ", first.profiles()),
            plain(common(cases.stream().map(Scenario::title).toList())),
            names,
            noticed(path));
  }

  private String noticed(String path) {
    List<KillMatrix.Row> named = mutants(path);
    long scripted = named.stream().filter(mutant -> mutant.name().isEmpty()).count();
    List<String> parts =
        new ArrayList<>(
            named.stream()
                .map(KillMatrix.Row::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted()
                .map(CataloguePage::code)
                .toList());
    if (scripted > 0) {
      parts.add(scripted == 1 ? SCRIPTED : scripted + " scripted webhooks");
    }
    return parts.isEmpty() ? "no mutant: see coverage.md" : String.join(", ", parts);
  }

  /** What the titles of cases have in common, word by word; what differs is an ellipsis. */
  private static String common(List<String> titles) {
    String first = titles.getFirst();
    if (titles.stream().allMatch(first::equals)) {
      return first;
    }
    List<List<String>> words = titles.stream().map(title -> List.of(title.split(" "))).toList();
    int shortest = words.stream().mapToInt(List::size).min().orElse(0);
    List<String> one = words.getFirst();
    int start = 0;
    while (start < shortest && same(words, start, false)) {
      start++;
    }
    int end = 0;
    while (end < shortest - start && same(words, end, true)) {
      end++;
    }
    List<String> parts = new ArrayList<>(one.subList(0, start));
    parts.add("…");
    parts.addAll(one.subList(one.size() - end, one.size()));
    return String.join(" ", parts);
  }

  private static boolean same(List<List<String>> titles, int at, boolean fromEnd) {
    return titles.stream()
            .map(words -> words.get(fromEnd ? words.size() - 1 - at : at))
            .distinct()
            .count()
        == 1;
  }

  private static String path(String id) {
    return id.replaceFirst("#.*", "");
  }

  private static String code(String text) {
    return "`" + text + "`";
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").replace("<", "&lt;").replaceAll("([|*_\\[\\]])", "\\\\$1");
  }
}
