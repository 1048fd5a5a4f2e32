package dev.cksauth.cli;

import dev.cksauth.reference.topology.ReferenceEndpoint;
import dev.cksauth.reference.topology.RunningSystem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** Tells a person what a kept reference system offers. Shows where tokens are, never a token. */
final class KeptSystem {
  private KeptSystem() {}

  static void print(RunningSystem running, PrintWriter out) {
    out.println();
    out.println("endpoints (their names resolve nowhere; each listens on the address beside it)");
    for (ReferenceEndpoint endpoint : running.endpoints()) {
      out.printf("  %-11s %s  %s%n", endpoint.name(), endpoint.url(), endpoint.address());
    }
    out.println("subject files, for `cks-auth run FILE`");
    running.subjects().forEach(subject -> out.println("  " + subject));
    section(out, "tokens of the subject files", running.tokens());
    section(out, "kubeconfigs", running.kubeconfigs());
    section(out, "logs", running.logs());
    Path kubeconfig = running.kubeconfigs().getOrDefault("console-admin", Path.of("FILE"));
    out.println();
    out.println("try   kubectl --kubeconfig " + quoted(kubeconfig) + " auth whoami");
    out.println("stop  cks-auth down");
    out.flush();
  }

  private static void section(PrintWriter out, String title, Map<String, Path> paths) {
    out.println(title);
    paths.forEach((name, path) -> out.printf("  %-16s %s%n", name, path));
  }

  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[\\w./:@%+=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
