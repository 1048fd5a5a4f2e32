package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.ExecCommand;
import dev.cksauth.subject.Subject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Subject files of commands that work on clusters, and the commands that such files name. */
final class ClusterInput {

  private ClusterInput() {}

  /** The clusters that files describe; a file of a webhook is a problem. */
  static List<ClusterSubject> clusters(List<Path> files, Catalogue catalogue, Problems problems) {
    List<ClusterSubject> clusters = new ArrayList<>();
    for (Subject subject : RunInput.subjects(files, catalogue, problems)) {
      if (subject instanceof ClusterSubject cluster) {
        clusters.add(cluster);
      } else {
        problems.add(
            subject.file().toString(), Position.START, "describes a webhook; a cluster is needed");
      }
    }
    return clusters;
  }

  /** A file's commands are shown first, and run only where that is allowed. */
  static void requireExec(List<? extends Subject> subjects, boolean allowed) throws CommandFailure {
    List<ExecCommand> commands =
        subjects.stream().flatMap(subject -> subject.execCommands().stream()).toList();
    if (!commands.isEmpty() && !allowed) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          commands.stream()
              .map(command -> "  " + command.where() + "  " + command.program())
              .collect(
                  Collectors.joining(
                      "\n",
                      "the subject files run these commands; allow it with --allow-exec:\n",
                      "\nnothing was run or sent.")));
    }
  }
}
