package dev.cksauth.reference.process;

import java.util.ArrayList;
import java.util.List;

/**
 * Gives a program that ignores its standard input the manners of our own binary: a small shell
 * script starts it, and ends it at the end of the script's standard input or on SIGTERM.
 *
 * <p>It is ended by SIGKILL: its data is thrown away, and an API server would wait a minute for
 * open watches. The watcher uses {@code read}, which the shell does itself, so that no process
 * stays behind when the program ends first. The trap is set before the program is started, which
 * may be up, and known to others, before the script's next command.
 */
public final class Guard {

  private static final String SCRIPT =
      """
      exec 3<&0
      ended= child=
      trap 'ended=1; kill -KILL "${child:-$!}" 2>/dev/null' TERM INT HUP
      "$@" </dev/null 3<&- &
      child=$!
      test -z "$ended" || kill -KILL "$child" 2>/dev/null
      (trap - TERM INT HUP; read -r _ <&3; kill -TERM "$$") &
      watcher=$!
      exec 3<&-
      wait "$child"
      code=$?
      trap '' TERM INT HUP
      wait "$child" 2>/dev/null
      kill -KILL "$watcher" 2>/dev/null
      wait "$watcher" 2>/dev/null
      exit "$code"
      """;

  private Guard() {}

  /** The command line that runs a command under guard. */
  public static List<String> around(List<String> command) {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", SCRIPT, "guard"));
    guarded.addAll(command);
    return guarded;
  }
}
