package dev.cksauth.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code cks-auth} itself. New commands are added to its list, and nowhere else. */
@Command(
    name = "cks-auth",
    description = "Conformance harness for Kubernetes authentication.%n",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.Provider.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    footer = {
      "",
      "Exit codes: 0 done, conformant; 1 the answer is no; 2 wrong input, nothing was sent;",
      "3 partial or unfinished; 4 could not work; 130 and 143 for signals."
    },
    subcommands = {
      RunCommand.class,
      InitCommand.class,
      CleanCommand.class,
      ConfigureCommand.class,
      RestoreCommand.class,
      RbacCommand.class,
      WebhookCommand.class,
      CompareCommand.class,
      MergeCommand.class,
      LoadCommand.class,
      ListCommand.class,
      ExplainCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      SuperviseCommand.class,
      TokenCommand.class,
      KeygenCommand.class,
      VerifyCommand.class,
      DoctorCommand.class,
      WarmUpCommand.class,
      PartCommand.class,
      Root.Completion.class
    })
final class Root implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Prints a script for the shell's completion. */
  @Command(
      name = "completion",
      description = {
        "Prints a script for bash and zsh that completes commands and options.",
        "",
        "  source <(cks-auth completion)"
      })
  static final class Completion implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
      CommandLine root = spec.root().commandLine();
      spec.commandLine().getOut().print(AutoComplete.bash(root.getCommandName(), root));
      spec.commandLine().getOut().flush();
    }
  }
}
