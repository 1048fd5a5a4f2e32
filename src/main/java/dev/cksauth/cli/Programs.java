package dev.cksauth.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The programs on the path.
 *
 * @param path the value of {@code PATH}
 */
record Programs(String path) {

  /** What an answer may take; a Docker client waits long for a dead daemon. */
  private static final int SECONDS = 10;

  Optional<Path> find(String name) {
    return Arrays.stream(path.split(":", -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry, name).toAbsolutePath())
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** What a program prints; nothing when it is absent, fails or hangs. */
  Optional<String> output(String name, String... arguments) throws InterruptedException {
    Optional<Path> program = find(name);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    String[] command = new String[arguments.length + 1];
    command[0] = program.get().toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      return output(new ProcessBuilder(command));
    } catch (IOException e) {
      return Optional.empty(); // not a program for this machine
    }
  }

  private static Optional<String> output(ProcessBuilder builder)
      throws IOException, InterruptedException {
    Path printed = Files.createTempFile("cks-auth-", ".out");
    // To a file: a child of a program that was killed may keep a pipe open for ever.
    Process process =
        builder
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      process.getOutputStream().close();
      boolean done = process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      return done ? Optional.of(Files.readString(printed, UTF_8)) : Optional.empty();
    } finally {
      process.destroyForcibly();
      Files.delete(printed);
    }
  }

  /** The first group of a pattern in what a program prints. */
  Optional<String> version(Pattern pattern, String name, String... arguments)
      throws InterruptedException {
    return output(name, arguments)
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1));
  }
}
