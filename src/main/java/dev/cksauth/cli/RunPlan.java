package dev.cksauth.cli;

import dev.cksauth.catalogue.Impact;
import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Step;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Contact;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.ExecCommand;
import dev.cksauth.subject.Subject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says what a run would do to a subject, without doing it. */
final class RunPlan {

  private final PrintWriter out;

  RunPlan(PrintWriter out) {
    this.out = out;
  }

  void print(Subject subject, List<Scenario> planned) {
    out.printf("%s: %d scenarios; nothing is sent now%n", subject.id(), planned.size());
    out.println("  contacts");
    for (Contact contact : subject.hosts()) {
      out.printf("    %-28s %s:%d%n", contact.where(), contact.host(), contact.port());
    }
    dialled(subject);
    if (!subject.execCommands().isEmpty()) {
      out.println("  commands run on this machine (needs --allow-exec)");
      for (ExecCommand command : subject.execCommands()) {
        out.printf("    %-28s %s%n", command.where(), command.program());
      }
    }
    out.println("  credentials go to");
    destinations(planned)
        .forEach((who, where) -> out.printf("    %-28s %s%n", who, String.join(", ", where)));
    made(subject, planned);
  }

  /** Names in certificates, where another address is dialled. */
  private void dialled(Subject subject) {
    if (!(subject instanceof ClusterSubject cluster)) {
      return;
    }
    for (Endpoint endpoint : cluster.endpoints()) {
      if (endpoint.address().isPresent()) {
        out.printf("    %-28s under the name %s%n", "", endpoint.url());
      }
    }
  }

  private static Map<String, Set<String>> destinations(List<Scenario> planned) {
    Map<String, Set<String>> destinations = new TreeMap<>();
    for (Scenario scenario : planned) {
      for (Step step : scenario.steps()) {
        switch (step) {
          case Step.Request request -> add(destinations, request.as(), request.endpoint());
          case Step.Await await ->
              add(destinations, await.request().as(), await.request().endpoint());
          case Step.Review review -> add(destinations, review.as(), "reviews");
          case Step.Act act ->
              act.credential().ifPresent(who -> add(destinations, who, "action " + act.action()));
          case Step.Issue ignored -> {}
          case Step.Forge ignored -> {}
          case Step.Configure ignored -> {}
          case Step.Observe ignored -> {}
          case Step.Check check ->
              add(
                  destinations,
                  check.with().path("as").asString(Names.NONE),
                  check.with().path("endpoint").asString(""));
        }
      }
    }
    return destinations;
  }

  private static void add(Map<String, Set<String>> map, String who, String where) {
    if (!who.equals(Names.NONE)) {
      map.computeIfAbsent(who, any -> new TreeSet<>()).add(where);
    }
  }

  private void made(Subject subject, List<Scenario> planned) {
    boolean writes = planned.stream().anyMatch(s -> s.impact() != Impact.NONE);
    boolean administrator =
        subject instanceof ClusterSubject cluster && cluster.administrator().isPresent();
    if (writes && administrator) {
      out.println("  objects made, and removed at the end");
      out.println("    one namespace cks-auth-<random>, with ServiceAccounts and their tokens");
      out.println("  rights that this needs");
      out.println("    create, delete  namespaces");
      out.println("    create          serviceaccounts, serviceaccounts/token");
      out.println("    create          tokenreviews (optional: better evidence)");
    } else {
      out.println("  objects made: none");
    }
    String impacts =
        planned.stream()
            .collect(Collectors.groupingBy(Scenario::impact, TreeMap::new, Collectors.counting()))
            .entrySet()
            .stream()
            .map(entry -> entry.getKey().word() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    out.println("  impacts: " + impacts);
    out.println();
  }
}
