package dev.cksauth.reference.topology;

import dev.cksauth.reference.container.ContainersUnavailable;
import dev.cksauth.reference.container.Engine;
import dev.cksauth.reference.container.Leftovers;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What killed runs left: directories with processes, and things in Docker. */
public final class Abandoned {
  private Abandoned() {}

  /**
   * What was removed.
   *
   * @param runs the directories, with the processes that were ended
   * @param containers containers, networks and volumes, in words
   */
  public record Removed(List<RunDirectory.Reaped> runs, List<String> containers) {
    public Removed {
      runs = List.copyOf(runs);
      containers = List.copyOf(containers);
    }
  }

  /**
   * Removes all of it below a base. Docker is asked only where a run had containers.
   *
   * @param base where run directories are made
   * @throws IOException when something cannot be removed
   */
  public static Removed remove(Path base) throws IOException {
    boolean contained = false;
    for (Path run : RunDirectory.abandoned(base)) {
      contained |= Files.exists(Contained.key(run));
    }
    // Containers first: where Docker does not answer, the directory that tells of them stays.
    List<String> containers = contained ? containers(base) : List.of();
    return new Removed(RunDirectory.reapAbandoned(base), containers);
  }

  private static List<String> containers(Path base) throws IOException {
    try {
      return new Leftovers(Engine.find()).remove(base);
    } catch (ContainersUnavailable none) {
      throw new IOException("containers of a killed run may be left: " + none.getMessage(), none);
    }
  }
}
