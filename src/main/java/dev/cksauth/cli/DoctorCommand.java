package dev.cksauth.cli;

import dev.cksauth.cli.Doctor.Diagnosis;
import dev.cksauth.cli.Finding.State;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.idp.keycloak.KeycloakResolver;
import dev.cksauth.reference.process.RunDirectory;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Says what is there, what is missing, and what to do about it. */
@Command(
    name = "doctor",
    description = {
      "Says what is there, what is missing, and what to do about it.",
      "",
      "Exit code 0: the reference system can be started; 4: it cannot."
    })
final class DoctorCommand implements Callable<ExitCode> {

  private static final int COLUMN = 26;
  private static final int STATE = 8;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private OutputFormat format = OutputFormat.TEXT;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws InterruptedException {
    @Nullable String path = System.getenv("PATH");
    Diagnosis diagnosis =
        new Doctor(
                ControlPlaneResolver.ofProcess(Installation.controlPlaneSources()),
                KeycloakResolver.ofProcess(Optional.empty()),
                new Programs(path == null ? "" : path),
                RunDirectory.defaultBase())
            .examine();
    PrintWriter out = spec.commandLine().getOut();
    switch (format) {
      case TEXT -> print(diagnosis, out);
      case JSON -> out.println(json(diagnosis));
    }
    return diagnosis.obstacle() == null ? ExitCode.DONE : ExitCode.COULD_NOT_WORK;
  }

  private static String json(Diagnosis diagnosis) {
    JsonMapper mapper = JsonMapper.builder().build();
    ObjectNode root = mapper.createObjectNode();
    root.put("ready", diagnosis.obstacle() == null);
    root.put("obstacle", diagnosis.obstacle());
    ArrayNode findings = root.putArray("findings");
    for (Finding finding : diagnosis.findings()) {
      findings
          .addObject()
          .put("what", finding.what())
          .put("found", finding.found())
          .put("state", finding.state().word())
          .put("note", finding.note());
    }
    return root.toPrettyString();
  }

  private void print(Diagnosis diagnosis, PrintWriter out) {
    int width = spec.commandLine().getUsageHelpWidth();
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    for (Finding finding : diagnosis.findings()) {
      String subject = (finding.what() + " " + finding.found()).strip();
      List<String> notes = wrap(finding.note(), Math.max(30, width - COLUMN - STATE));
      String first = notes.isEmpty() ? "" : notes.getFirst();
      out.println((pad(subject, COLUMN) + state(finding.state(), ansi) + first).stripTrailing());
      notes.stream().skip(1).forEach(more -> out.println(" ".repeat(COLUMN + STATE) + more));
    }
    out.println();
    @Nullable String obstacle = diagnosis.obstacle();
    out.println(obstacle == null ? "The reference system can be started." : obstacle);
  }

  private static String state(State state, Ansi ansi) {
    String padding = " ".repeat(STATE - state.word().length());
    return ansi.string("@|%s %s|@".formatted(state.colour(), state.word())) + padding;
  }

  private static String pad(String text, int width) {
    return text.length() < width ? text + " ".repeat(width - text.length()) : text + "  ";
  }

  private static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }
}
