package dev.cksauth.cli;

import java.util.Arrays;
import picocli.CommandLine;

/** A Java machine's main class that knows one command. */
final class SuperviseMain {
  private SuperviseMain() {}

  public static void main(String[] args) {
    String[] options = Arrays.copyOfRange(args, 1, args.length);
    System.exit(new CommandLine(new SuperviseCommand()).execute(options));
  }
}
