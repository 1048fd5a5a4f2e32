package dev.cksauth.cli;

import dev.cksauth.reference.container.TunnelAgent;
import dev.cksauth.reference.process.Listening;
import dev.cksauth.reference.topology.ContainedPart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A part of a reference system within its container; the harness starts it. */
@Command(
    name = "part",
    hidden = true,
    description = "A part of a reference system in a container.",
    subcommands = {PartCommand.Tunnel.class, PartCommand.Webhook.class, PartCommand.Managed.class})
final class PartCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "give the part");
  }

  /** Runs until the container is ended. */
  private static void untilTheEnd(ContainedPart part) throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(part::close, "end-part"));
    ended.await();
  }

  /** Holds the pod, and ends with the harness. */
  @Command(name = "tunnel", description = "Holds the pod, and its end of the tunnel.")
  static final class Tunnel implements Callable<ExitCode> {
    @Option(names = "--port", required = true, description = "Where the harness comes to.")
    private int port;

    @Option(names = "--key", required = true, description = "The file with its key.")
    private Path key = Path.of("");

    @Override
    public ExitCode call() throws IOException {
      try (TunnelAgent agent =
          TunnelAgent.start(
              Listening.published(List.of(port)).next(), Files.readString(key).strip())) {
        agent.serve();
      }
      return ExitCode.DONE;
    }
  }

  /** A sample webhook with its actions. */
  @Command(name = "webhook", description = "A sample webhook.")
  static final class Webhook implements Callable<ExitCode> {
    @Parameters(paramLabel = "SAMPLE", description = "Which one.")
    private String sample = "";

    @Option(names = "--run", required = true, description = "The run directory.")
    private Path run = Path.of("");

    @Option(names = "--port", description = "A port that is published.")
    private List<Integer> ports = new ArrayList<>();

    @Override
    public ExitCode call() throws IOException, InterruptedException {
      try (ContainedPart part = new ContainedPart(run, ports)) {
        part.webhook(sample);
        untilTheEnd(part);
      }
      return ExitCode.DONE;
    }
  }

  /** A managed endpoint. */
  @Command(name = "managed", description = "A managed endpoint.")
  static final class Managed implements Callable<ExitCode> {
    @Parameters(paramLabel = "NAME", description = "Its name among the parts.")
    private String name = "";

    @Option(names = "--run", required = true, description = "The run directory.")
    private Path run = Path.of("");

    @Option(names = "--port", description = "The port that is published.")
    private List<Integer> ports = new ArrayList<>();

    @Option(names = "--host", required = true, description = "Its host name.")
    private String host = "";

    @Option(names = "--console", required = true, description = "A file with the console's URL.")
    private Path console = Path.of("");

    @Option(names = "--upstream", required = true, description = "The API server's port.")
    private int upstream;

    @Override
    public ExitCode call() throws IOException, InterruptedException {
      try (ContainedPart part = new ContainedPart(run, ports)) {
        part.managed(name, host, console, upstream);
        untilTheEnd(part);
      }
      return ExitCode.DONE;
    }
  }
}
