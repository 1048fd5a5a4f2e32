package dev.cksauth.cli;

import dev.cksauth.input.Similar;
import dev.cksauth.reference.apiserver.ControlPlaneUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in words how a command failed; nobody is shown a stack trace. */
final class Failures {

  private static final String OURS = "dev.cksauth.";
  private static final int LONGEST_WORD = 32;

  private Failures() {}

  /** Says what is wrong with the arguments, what was meant perhaps, and where to read on. */
  static int wrongArguments(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("cks-auth: " + sentence(problem));
    if (command.getParent() == null && !(problem instanceof UnmatchedArgumentException)) {
      command.usage(err, Ansi.OFF);
    } else {
      err.println("See `%s --help`.".formatted(command.getCommandSpec().qualifiedName()));
    }
    return ExitCode.WRONG_INPUT.code();
  }

  private static String sentence(ParameterException problem) {
    if (problem instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst(), problem.getCommandLine());
    }
    @Nullable String message = problem.getMessage();
    return message == null ? "wrong arguments" : message;
  }

  private static String unknown(String argument, CommandLine command) {
    if (argument.startsWith("-")) {
      String name = argument.replaceFirst("=.*", ""); // the value may be a secret
      return "unknown option " + quoted(name, command.getCommandSpec().optionsMap().keySet());
    }
    if (command.getSubcommands().isEmpty()) {
      return "unexpected argument " + quoted(argument, Set.of());
    }
    return "unknown command " + quoted(argument, command.getSubcommands().keySet());
  }

  /** A long word is no slip of typing: it may be a token in the wrong place. */
  private static String quoted(String word, Set<String> known) {
    return word.length() > LONGEST_WORD
        ? "of %d characters".formatted(word.length())
        : "`%s`%s".formatted(word, Similar.hint(word, known));
  }

  /** Says what stopped a command. */
  static int report(Throwable failure, PrintWriter err) {
    return switch (failure) {
      case CommandFailure known -> {
        err.println("cks-auth: " + known.getMessage());
        yield known.exitCode().code();
      }
      case ControlPlaneUnavailable known -> couldNotWork(err, known.getMessage());
      case InterruptedException interrupted -> {
        err.println("cks-auth: interrupted");
        yield ExitCode.INTERRUPTED.code();
      }
      case IOException known when isInWords(known) -> couldNotWork(err, known.getMessage());
      default -> couldNotWork(err, unexpected(failure));
    };
  }

  private static int couldNotWork(PrintWriter err, @Nullable String message) {
    err.println("cks-auth: " + message);
    return ExitCode.COULD_NOT_WORK.code();
  }

  /** Whether the message was written for a reader: by us, or it names a file and what it lacks. */
  private static boolean isInWords(IOException failure) {
    if (failure.getMessage() == null) {
      return false;
    }
    if (failure instanceof FileSystemException file) {
      return file.getReason() != null;
    }
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
  }

  private static String unexpected(Throwable failure) {
    String where =
        Arrays.stream(failure.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(OURS))
            .findFirst()
            .map(frame -> " in " + frame.getFileName() + ", line " + frame.getLineNumber())
            .orElse("");
    String details =
        writeDetails(failure)
            .map(file -> "; please report it with the details in " + file)
            .orElse("; the details could not be written down");
    return "unexpected " + failure.getClass().getSimpleName() + where + details;
  }

  /** The file has mode 600, as all files for temporary use that Java makes. */
  private static Optional<Path> writeDetails(Throwable failure) {
    try {
      Path file = Files.createTempFile("cks-auth-error-", ".log");
      StringBuilder text = new StringBuilder();
      Arrays.stream(new Version.Provider().getVersion())
          .forEach(line -> text.append(line).append('\n'));
      describe(failure, text);
      Files.writeString(file, text);
      return Optional.of(file);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Places only: a message may quote what was being read or sent, and so a secret. */
  private static void describe(Throwable failure, StringBuilder text) {
    for (Throwable cause : chain(failure)) {
      text.append('\n').append(cause.getClass().getName()).append('\n');
      for (StackTraceElement frame : cause.getStackTrace()) {
        text.append("    at ").append(frame).append('\n');
      }
    }
  }

  private static List<Throwable> chain(Throwable failure) {
    return Stream.<Throwable>iterate(failure, cause -> cause != null, cause -> cause.getCause())
        .limit(20)
        .toList();
  }
}
