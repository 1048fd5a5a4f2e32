package dev.cksauth.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Latencies of several loads as lines over percentiles, as HdrHistogram's own tools draw them: each
 * step to the right is a tenth of the slowest that are left.
 */
final class LoadChart {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 240;
  private static final int LEFT = 60;
  private static final int TOP = 10;
  private static final int BELOW = 30;

  /** 90, 99, 99.9, 99.99 and what is slower: where the axis ends. */
  private static final int NINES = 4;

  private static final int POINTS_A_STEP = 20;
  private static final int CIRCLE = 360;
  private static final int APART = 67;
  private final List<Measured> loads;

  /** The axis of latencies: powers of ten of a millisecond. */
  private final int lowest;

  private final int highest;

  LoadChart(List<Measured> loads) {
    this.loads = loads.stream().filter(load -> load.latency().getTotalCount() > 0).toList();
    this.lowest =
        (int)
            Math.floor(
                Math.log10(
                    this.loads.stream().mapToDouble(load -> millis(load, 0)).min().orElse(1)));
    this.highest =
        Math.max(
            lowest + 1,
            (int)
                Math.ceil(
                    Math.log10(
                        this.loads.stream()
                            .mapToDouble(load -> millis(load, 100))
                            .max()
                            .orElse(1))));
  }

  /** No less than the hundredth of a millisecond, which no answer over a network takes. */
  private static double millis(Measured load, double percentile) {
    return Math.max(0.01, load.millisAt(percentile));
  }

  /** An SVG element; empty where nothing was answered. */
  String svg() {
    if (loads.isEmpty()) {
      return "";
    }
    List<String> parts = new ArrayList<>();
    parts.add(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Latency by percentile; the table has the figures\">"
            .formatted(LEFT + WIDTH + 10, TOP + HEIGHT + BELOW));
    parts.addAll(grid());
    for (int at = 0; at < loads.size(); at++) {
      parts.add(line(loads.get(at), colour(at)));
    }
    parts.add("</svg>");
    return String.join("\n", parts);
  }

  /** The colour of the nth load, unlike that of its neighbours. */
  static String colour(int nth) {
    return "hsl(%d, 70%%, 45%%)".formatted(nth * APART % CIRCLE);
  }

  private List<String> grid() {
    List<String> parts = new ArrayList<>();
    for (int nines = 0; nines <= NINES; nines++) {
      double x = x(nines);
      parts.add(stroke(x, TOP, x, TOP + HEIGHT));
      parts.add(text(x, TOP + HEIGHT + 18, nines == NINES ? "end" : "middle", label(nines)));
    }
    for (int power = lowest; power <= highest; power++) {
      double millis = Math.pow(10, power);
      double y = y(millis);
      parts.add(stroke(LEFT, y, LEFT + WIDTH, y));
      parts.add(text(LEFT - 6, y + 4, "end", LoadText.millis(millis)));
    }
    return parts;
  }

  private static String label(int nines) {
    return switch (nines) {
      case 0 -> "0 %";
      case 1 -> "90 %";
      case 2 -> "99 %";
      default -> "99." + "9".repeat(nines - 2) + " %";
    };
  }

  private String line(Measured load, String colour) {
    List<double[]> points = new ArrayList<>();
    for (int at = 0; at <= NINES * POINTS_A_STEP; at++) {
      double nines = (double) at / POINTS_A_STEP;
      double percentile = 100 - 100 / Math.pow(10, nines);
      points.add(new double[] {x(nines), y(millis(load, percentile))});
    }
    String coordinates =
        points.stream()
            .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", point[0], point[1]))
            .collect(Collectors.joining(" "));
    return "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>"
        .formatted(colour, coordinates);
  }

  private static double x(double nines) {
    return LEFT + WIDTH * nines / NINES;
  }

  private double y(double millis) {
    return TOP + HEIGHT * (highest - Math.log10(millis)) / (highest - lowest);
  }

  private static String stroke(double x1, double y1, double x2, double y2) {
    return String.format(
        Locale.ROOT,
        "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        x1,
        y1,
        x2,
        y2);
  }

  private static String text(double x, double y, String anchor, String words) {
    return String.format(
        Locale.ROOT,
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
        x,
        y,
        anchor,
        words);
  }
}
