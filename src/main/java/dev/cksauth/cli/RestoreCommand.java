package dev.cksauth.cli;

import dev.cksauth.engine.configuration.ConfigurationException;
import dev.cksauth.engine.configuration.Reconfiguration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes back what {@code configure} changed. */
@Command(
    name = "restore",
    description = {
      "Takes back what `configure` changed, also where that was killed.",
      "",
      "It puts back only what is still as `configure` wrote it. Where somebody else has changed it"
          + " since, it shows the difference and changes nothing.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the cluster is configured as it was, or nothing was to be put back",
      "2:wrong input; nothing was sent",
      "3:it could not be put back; the message says how the cluster stands"
    })
final class RestoreCommand implements Callable<ExitCode> {
  @Mixin private ConfigurableSubject subject = new ConfigurableSubject();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public ExitCode call() throws CommandFailure {
    try (Reconfiguration reconfiguration =
        subject.reconfiguration(subject.read(true), spec.commandLine().getOut())) {
      reconfiguration.restore();
      return ExitCode.DONE;
    } catch (ConfigurationException left) {
      throw new CommandFailure(ExitCode.UNFINISHED, String.valueOf(left.getMessage()));
    }
  }
}
