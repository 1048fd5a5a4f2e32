package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cksauth.catalogue.Impact;
import java.io.PrintWriter;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Where the program begins and, with its exit code, ends. */
public final class Main {

  private Main() {}

  /** Runs a command, and exits with its {@link ExitCode}. */
  public static void main(String[] arguments) {
    System.exit(run(Terminal.detect(), arguments));
  }

  private static int run(Terminal terminal, String... arguments) {
    // JSON is UTF-8 whatever the locale is; text for a terminal without Unicode has none in it.
    PrintWriter out = new PrintWriter(System.out, true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    return run(terminal, out, err, arguments);
  }

  /** Runs a command and answers its exit code; whatever happens, it never throws. */
  static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
    try {
      return commandLine(terminal, out, err).execute(arguments);
    } catch (Throwable e) { // not only exceptions: memory runs out, classes are missing
      return Failures.report(e, err);
    } finally {
      out.flush();
      err.flush();
    }
  }

  static CommandLine commandLine(Terminal terminal, PrintWriter out, PrintWriter err) {
    boolean colour = terminal.out() && terminal.colour();
    return new CommandLine(new Root())
        .setOut(out)
        .setErr(err)
        .setColorScheme(Help.defaultColorScheme(colour ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.max(terminal.columns(), 55))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(OutputFormat.class, OutputFormat::of)
        .registerConverter(ComparisonFormat.class, ComparisonFormat::of)
        .registerConverter(InitCommand.Kind.class, InitCommand.Kind::of)
        .registerConverter(Impact.class, Main::impact)
        .setExecutionStrategy(Main::execute)
        .setParameterExceptionHandler(Failures::wrongArguments)
        .setExecutionExceptionHandler((e, command, parsed) -> Failures.report(e, command.getErr()));
  }

  private static Impact impact(String word) {
    return Arrays.stream(Impact.values())
        .filter(impact -> impact.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new CommandLine.TypeConversionException(
                "allowed are load, lockout, fault, reconfigures; this is `%s`".formatted(word)));
  }

  /** Commands answer an {@link ExitCode}; picocli knows only numbers. */
  private static int execute(ParseResult parsed) {
    int code = new RunLast().execute(parsed);
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    Object result = last.commandSpec().commandLine().getExecutionResult();
    return result instanceof ExitCode exitCode ? exitCode.code() : code;
  }
}
