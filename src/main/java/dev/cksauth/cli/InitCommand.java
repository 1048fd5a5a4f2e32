package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Writes a subject file that explains itself. */
@Command(
    name = "init",
    description = {
      "Writes a subject file to fill in, with every field explained.",
      "",
      "  cks-auth init webhook           a webhook that says who somebody is (TokenReview)",
      "  cks-auth init access-webhook    a webhook that decides on accesses (SubjectAccessReview)",
      "  cks-auth init cluster           a cluster with its endpoints",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "2:wrong input, or the file is there already",
      "4:could not write"
    })
final class InitCommand implements Callable<ExitCode> {

  private static final String STANDARD_OUTPUT = "-";

  /** The kinds of subjects that there are. */
  enum Kind {
    WEBHOOK,
    ACCESS_WEBHOOK,
    CLUSTER;

    static Kind of(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.toString().equals(word))
          .findFirst()
          .orElseThrow(() ->
              new TypeConversionException(
                  "allowed are webhook, access-webhook, cluster; this is `%s`".formatted(word)));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private Kind kind = Kind.WEBHOOK;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where to; `-`: standard output; default: KIND.yaml. Nothing is overwritten.")
  private @Nullable String out;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode call() throws CommandFailure, IOException {
    String text = template(kind);
    PrintWriter console = spec.commandLine().getOut();
    String name = Optional.ofNullable(out).orElse(kind + ".yaml");
    if (name.equals(STANDARD_OUTPUT)) {
      console.print(text);
    } else {
      write(Path.of(name), text);
      console.println(
          "wrote %s: put in your own values, then `cks-auth run %s`".formatted(name, name));
    }
    console.flush();
    return ExitCode.DONE;
  }

  private static void write(Path file, String text) throws CommandFailure, IOException {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException taken) {
      throw new CommandFailure(
          ExitCode.WRONG_INPUT,
          file + " is there already, and was left as it is; give another name with `--out`");
    } catch (IOException failed) {
      throw new CommandFailure(ExitCode.COULD_NOT_WORK, file + " cannot be written");
    }
  }

  /** The file for a kind. */
  static String template(Kind kind) throws IOException {
    try (InputStream resource = InitCommand.class.getResourceAsStream("init/" + kind + ".yaml")) {
      if (resource == null) {
        throw new IllegalStateException("no template for " + kind);
      }
      return new String(resource.readAllBytes(), UTF_8);
    }
  }
}
