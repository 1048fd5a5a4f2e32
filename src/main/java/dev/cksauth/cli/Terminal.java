package dev.cksauth.cli;

import dev.cksauth.report.ConsoleStyle;
import java.io.Console;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What reads our output.
 *
 * @param out whether standard output is a terminal
 * @param err whether standard error is a terminal, where progress is shown
 * @param colour whether colour codes are wanted on a terminal
 * @param unicode whether more than ASCII can be shown
 * @param columns how wide lines may be
 */
public record Terminal(boolean out, boolean err, boolean colour, boolean unicode, int columns) {

  /** Set by the launcher: which of {@code out} and {@code err} are terminals. */
  private static final String TERMINAL = "cks-auth.terminal";

  private static final String COLUMNS = "cks-auth.columns";

  /** What is legible in a file, a mail and a log viewer. */
  private static final int WIDTH_ELSEWHERE = 120;

  private static final int WIDTH_OF_TERMINAL = 80;

  /** Wider lines are hard to read. */
  private static final int MOST_COLUMNS = 160;

  /** The surroundings of this process. */
  public static Terminal detect() {
    return detect(System.getenv(), System.getProperty(TERMINAL), System.getProperty(COLUMNS));
  }

  static Terminal detect(
      Map<String, String> environment, @Nullable String terminals, @Nullable String columns) {
    String those = terminals != null ? terminals : isConsole() ? "out,err" : "";
    boolean out = those.contains("out");
    boolean colour =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "").equals("dumb");
    String width = columns != null ? columns : environment.getOrDefault("COLUMNS", "");
    int fallback = out ? WIDTH_OF_TERMINAL : WIDTH_ELSEWHERE;
    return new Terminal(out, those.contains("err"), colour, isUnicode(), number(width, fallback));
  }

  /** How a report on standard output may look. */
  public ConsoleStyle style() {
    return new ConsoleStyle(out && colour, unicode, columns);
  }

  /** How progress on standard error may look. */
  public ConsoleStyle progressStyle() {
    return new ConsoleStyle(err && colour, unicode, columns);
  }

  private static int number(String text, int fallback) {
    boolean plain = !text.isEmpty() && text.length() < 6 && text.chars().allMatch(Terminal::digit);
    int value = plain ? Integer.parseInt(text) : 0;
    return value > 0 ? Math.min(value, MOST_COLUMNS) : fallback;
  }

  private static boolean digit(int character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isUnicode() {
    String encoding =
        System.getProperty("stdout.encoding", Charset.defaultCharset().name())
            .toUpperCase(Locale.ROOT);
    return encoding.startsWith("UTF");
  }

  /**
   * Since Java 22 there is a console without a terminal too, and a method that tells them apart.
   */
  @SuppressWarnings("SystemConsoleNull") // on Java 21 it does
  private static boolean isConsole() {
    @Nullable Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }
}
