package dev.cksauth.cli;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.StaticTokens;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Runs the webhook profile against a sample in this very process and shows nothing of it. The
 * launcher has the JVM keep what it loads and compiles meanwhile.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Runs once for nothing, so that the JVM learns what a run needs.")
final class WarmUpCommand implements Callable<ExitCode> {

  @Parameters(paramLabel = "DIR", description = "Where its files may be; the caller removes it.")
  private Path directory = Path.of("");

  @Override
  public ExitCode call() throws IOException {
    Files.createDirectories(directory);
    String token = UUID.randomUUID().toString();
    Path tokens = PrivateFile.write(directory.resolve("tokens.csv"), token + ",warm,1,\"dev\"\n");
    Path shown = PrivateFile.write(directory.resolve("warm.token"), token);
    WebhookServerSpec spec = WebhookServerSpec.of(ServeOptions.made(directory));
    try (WebhookServer server =
            WebhookServer.start(spec, new StaticTokens(tokens, false), DecisionLog.none());
        PrintWriter nobody = new PrintWriter(Writer.nullWriter())) {
      int code =
          Main.run(
              Terminal.detect(),
              nobody,
              nobody,
              "run",
              "--url=" + server.uri(),
              "--ca=" + directory.resolve("ca.pem"),
              "--token=warm=file:" + shown,
              "--out=" + directory.resolve("reports"));
      return code == ExitCode.DONE.code() ? ExitCode.DONE : ExitCode.COULD_NOT_WORK;
    }
  }
}
