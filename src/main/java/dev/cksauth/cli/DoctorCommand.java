package dev.cksauth.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** What is there, what is missing, and what to do about it. */
@Command(
    name = "doctor",
    description = "Says what is there, what is missing, and what to do about it.")
final class DoctorCommand implements Callable<ExitCode> {
  @Override
  public ExitCode call() {
    return ExitCode.DONE;
  }
}
