package dev.cksauth.cli;

import dev.cksauth.catalogue.Right;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.engine.Forecast;
import dev.cksauth.subject.Administrator;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Contact;
import dev.cksauth.subject.ExecCommand;
import dev.cksauth.subject.Subject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what a run would do to a subject, without doing it. */
final class RunPlan {

  private final PrintWriter out;

  RunPlan(PrintWriter out) {
    this.out = out;
  }

  void print(Subject subject, Forecast forecast) {
    out.printf("%s: %d scenarios; nothing is sent now%n", subject.id(), forecast.running().size());
    contacts(subject);
    out.println("  credentials go to");
    forecast.destinations().forEach((who, where) -> row(who, String.join(", ", where)));
    administrator(subject)
        .ifPresent(admin ->
            row(
                "the administrator (context " + admin.kubeconfig().context() + ")",
                admin.kubeconfig().server().toString()));
    made(forecast);
    rights(forecast);
    aside(forecast);
    String impacts =
        forecast.running().stream()
            .collect(Collectors.groupingBy(Scenario::impact, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey().word() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    out.println("  impacts: " + (impacts.isEmpty() ? "none" : impacts));
    out.println();
  }

  private void row(String left, String right) {
    out.printf("    %-44s %s%n", left, right);
  }

  private static Optional<Administrator> administrator(Subject subject) {
    return subject instanceof ClusterSubject cluster ? cluster.administrator() : Optional.empty();
  }

  private void contacts(Subject subject) {
    out.println("  contacts");
    for (Contact contact : subject.hosts()) {
      String name = contact.name().map(url -> " as " + url).orElse("");
      row(contact.where(), contact.host() + ":" + contact.port() + name);
    }
    if (!subject.execCommands().isEmpty()) {
      out.println("  commands run on this machine (needs --allow-exec)");
      for (ExecCommand command : subject.execCommands()) {
        row(command.where(), command.program());
      }
    }
  }

  /** What may be created and is an object: a review is answered, not kept. */
  private void made(Forecast forecast) {
    TreeSet<String> kinds = new TreeSet<>();
    forecast.rights().values().stream()
        .flatMap(List::stream)
        .filter(right -> right.verb().equals("create") && !right.resource().endsWith("reviews"))
        .filter(right -> right.subresource().isEmpty() && !right.resource().equals("namespaces"))
        .forEach(right -> kinds.add(right.resource()));
    boolean namespace = forecast.makesNamespace();
    if (!namespace && kinds.isEmpty()) {
      out.println("  objects made: none");
      return;
    }
    out.println("  objects made, and removed at the end");
    if (namespace) {
      out.println("    one namespace cks-auth-<random>, labelled cks-auth.dev/run: <random>");
    }
    if (!kinds.isEmpty()) {
      out.println("    in it: " + String.join(", ", kinds));
    }
  }

  private void rights(Forecast forecast) {
    if (forecast.rights().isEmpty()) {
      return;
    }
    SortedMap<Right, TreeSet<String>> users = new TreeMap<>();
    forecast
        .rights()
        .forEach((capability, rights) ->
            rights.forEach(
                right -> users.computeIfAbsent(right, any -> new TreeSet<>()).add(capability)));
    out.println("  rights of the administrator (asked when run: what one lacks is left out)");
    users.forEach((right, capabilities) -> row(right.words(), String.join(", ", capabilities)));
  }

  private void aside(Forecast forecast) {
    if (forecast.aside().isEmpty()) {
      return;
    }
    out.println("  left out");
    for (Map.Entry<Forecast.Aside, List<String>> each : forecast.aside().entrySet()) {
      out.printf("    %s: %s%n", each.getKey().verdict().word(), each.getKey().reason());
      each.getValue().forEach(id -> out.println("      " + id));
    }
  }
}
