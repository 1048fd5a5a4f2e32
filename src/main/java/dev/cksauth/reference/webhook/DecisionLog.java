package dev.cksauth.reference.webhook;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What was decided, a line each. No token, no part of one and no digest of one is ever in it: it is
 * given none.
 */
public final class DecisionLog implements AutoCloseable {
  private final Writer out;

  private DecisionLog(Writer out) {
    this.out = out;
  }

  /** A log that keeps nothing. */
  public static DecisionLog none() {
    return new DecisionLog(Writer.nullWriter());
  }

  /**
   * A log that goes on at the end of a file.
   *
   * @throws IOException when the file cannot be written
   */
  public static DecisionLog to(Path file) throws IOException {
    return new DecisionLog(
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  void decided(Decision decision) {
    switch (decision) {
      case Decision.Authenticated good ->
          line("authenticated " + printable(good.user().username()));
      case Decision.NotAuthenticated(String category) -> line("not authenticated: " + category);
      case Decision.Undecided(String category) -> line("undecided: " + category);
    }
  }

  /** Whose login it was is not told: people type passwords where names belong. */
  void login(LoginAnswer answer) {
    switch (answer) {
      case LoginAnswer.Token ignored -> line("logged in");
      case LoginAnswer.Enrolled ignored -> line("enrolled");
      case LoginAnswer.Done ignored -> line("done");
      case LoginAnswer.Refused(String category) -> line("login refused: " + category);
      case LoginAnswer.Wait ignored -> line("login refused: too many attempts");
      case LoginAnswer.Unavailable(String category) -> line("login undecided: " + category);
    }
  }

  void bad(String why) {
    line("bad request: " + why);
  }

  void failed(RuntimeException fault) {
    line("failed: " + fault.getClass().getName());
  }

  /** A name must not write lines of its own; half a character has no bytes to be written as. */
  private static String printable(String name) {
    return name.replaceAll("[\\p{Cntrl}\\p{Cs}]", "?");
  }

  private synchronized void line(String words) {
    try {
      out.write(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + words + "\n");
      out.flush();
    } catch (IOException full) {
      // Who can log in must not depend on a disk.
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
