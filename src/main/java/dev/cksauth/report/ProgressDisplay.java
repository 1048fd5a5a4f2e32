package dev.cksauth.report;

import dev.cksauth.result.ScenarioResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How far a run is, while it runs. On a terminal one block of bars, redrawn in place and erased at
 * the end, as the report prints the bars for good; elsewhere one line for each group that is done.
 *
 * <p>May be called from several threads.
 */
public final class ProgressDisplay implements AutoCloseable {
  private static final long NANOS_BETWEEN_DRAWS = Duration.ofMillis(100).toNanos();

  /** A block taller than the terminal cannot be redrawn: the lines above are out of reach. */
  private static final int MOST_LINES = 18;

  private final PrintWriter out;
  private final ConsoleStyle style;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private final Map<String, Map<String, Group>> subjects = new LinkedHashMap<>();
  private int drawnLines;
  private long lastDraw;
  private boolean drawn;
  private boolean closed;

  /**
   * A display.
   *
   * @param terminal whether what is written can be erased again
   */
  public ProgressDisplay(PrintWriter out, ConsoleStyle style, boolean terminal) {
    this(out, style, terminal, System::nanoTime);
  }

  ProgressDisplay(PrintWriter out, ConsoleStyle style, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.style = style;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
  }

  private static final class Group {
    final Tally tally = new Tally();
    int planned;

    boolean complete() {
      return tally.total() >= planned;
    }
  }

  /**
   * Says what is to come for a subject.
   *
   * @param totals how many scenarios each group has, in the order in which to show them; groups as
   *     {@link ScenarioGroup} names them
   */
  public synchronized void planned(String subject, Map<String, Integer> totals) {
    totals.forEach((group, total) -> group(subject, group).planned = total);
    if (terminal) {
      drawIfDue();
    }
  }

  /** Counts a scenario that is done. */
  public synchronized void finished(ScenarioResult result) {
    String name = ScenarioGroup.of(result.id());
    Group group = group(result.subject(), name);
    group.tally.add(result.verdict());
    // A group that nobody planned has as many as came.
    group.planned = Math.max(group.planned, group.tally.total());
    if (terminal) {
      drawIfDue();
    } else if (group.complete() && !closed) {
      plainLine(result.subject(), name, group, "");
    }
  }

  /** Erases the bars, or says which groups were begun and not done. Further calls draw nothing. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (terminal) {
      out.print(erasure());
      out.flush();
      return;
    }
    subjects.forEach((subject, groups) ->
        groups.forEach((name, group) -> {
          if (!group.complete() && group.tally.total() > 0) {
            plainLine(subject, name, group, "not finished");
          }
        }));
  }

  private Group group(String subject, String group) {
    return subjects
        .computeIfAbsent(subject, s -> new LinkedHashMap<>())
        .computeIfAbsent(group, g -> new Group());
  }

  private void plainLine(String subject, String name, Group group, String ending) {
    List<String> parts = new ArrayList<>();
    parts.add(Words.number(group.tally.total()) + "/" + Words.number(group.planned));
    parts.add(group.tally.remarks());
    parts.add(ending);
    parts.removeIf(String::isEmpty);
    out.println(style.text(subject + "  " + name + "  ") + Layout.untied(String.join("  ", parts)));
    out.flush();
  }

  private void drawIfDue() {
    long now = nanoTime.getAsLong();
    if (closed || (drawn && now - lastDraw < NANOS_BETWEEN_DRAWS)) {
      return;
    }
    drawn = true;
    lastDraw = now;
    List<String> lines = lines();
    out.print(erasure());
    lines.forEach(line -> out.print(line + "\n"));
    out.flush();
    drawnLines = lines.size();
  }

  /** Back to the first line of the block, and clear all from there. */
  private String erasure() {
    return drawnLines == 0 ? "" : "\033[" + drawnLines + "A\r\033[J";
  }

  private List<String> lines() {
    List<BarLines.Bar> bars = new ArrayList<>();
    subjects.forEach((subject, groups) -> bars.addAll(bars(subject, groups)));
    List<BarLines.Bar> shown = bars.size() <= MOST_LINES ? bars : mostTelling(bars);
    // One narrower: some terminals start a new line when the last column is filled.
    ConsoleStyle narrow = new ConsoleStyle(style.colour(), style.unicode(), style.width() - 1);
    List<String> lines = new ArrayList<>(new BarLines(narrow).cutLines(shown));
    if (shown.size() < bars.size()) {
      lines.add("  and " + (bars.size() - shown.size()) + " more");
    }
    return lines;
  }

  /** A subject is one line before its turn and after it, and a line for each group in between. */
  private List<BarLines.Bar> bars(String subject, Map<String, Group> groups) {
    boolean begun = groups.values().stream().anyMatch(group -> group.tally.total() > 0);
    boolean complete = groups.values().stream().allMatch(Group::complete);
    if (subjects.size() == 1 || (begun && !complete)) {
      List<BarLines.Bar> bars = new ArrayList<>();
      String prefix = subjects.size() == 1 ? "" : subject + " ";
      groups.forEach((name, group) -> bars.add(bar(prefix + name, group.planned, group.tally)));
      return bars;
    }
    Tally sum = new Tally();
    groups.values().forEach(group -> sum.addAll(group.tally));
    int planned = groups.values().stream().mapToInt(group -> group.planned).sum();
    return List.of(bar(subject, planned, sum));
  }

  private static BarLines.Bar bar(String name, int planned, Tally tally) {
    return new BarLines.Bar(name, tally.total(), planned, tally.remarks(), tally.ink());
  }

  /** Where there are too many: those under way, then those to come. */
  private static List<BarLines.Bar> mostTelling(List<BarLines.Bar> bars) {
    List<BarLines.Bar> chosen = new ArrayList<>();
    bars.stream().filter(bar -> bar.done() > 0 && bar.done() < bar.total()).forEach(chosen::add);
    bars.stream().filter(bar -> bar.done() == 0 && bar.total() > 0).forEach(chosen::add);
    bars.stream().filter(bar -> bar.done() >= bar.total()).forEach(chosen::add);
    return chosen.subList(0, MOST_LINES);
  }
}
