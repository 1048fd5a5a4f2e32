package dev.cksauth.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.HistogramLogWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What was measured, for programs: a JSON document, and a log of HdrHistogram's own form. */
public final class LoadFiles {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99, 100};

  private LoadFiles() {}

  /**
   * The document. Latencies are in milliseconds.
   *
   * @param highest the rate that a search found
   */
  public static String json(
      LoadTarget target, List<Measured> measured, Optional<Measured> highest) {
    ObjectNode document = JSON.createObjectNode();
    document.put("apiVersion", "cks-auth.dev/load/v1");
    document.put("url", target.url().toString());
    document.put("http", target.protocol().word());
    target.connections().ifPresent(most -> document.put("connections", most));
    ArrayNode loads = document.putArray("loads");
    measured.forEach(one -> load(one, loads.addObject()));
    highest.ifPresent(one -> document.put("highestRate", one.plan().rate()));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
  }

  private static void load(Measured one, ObjectNode load) {
    load.put("rate", one.plan().rate());
    load.put("durationMillis", one.plan().duration().toMillis());
    load.put("sent", one.sent());
    load.put("right", one.right());
    load.put("tookMillis", one.took().toMillis());
    load.put("generatorLagged", one.lagged());
    load.put("generatorProcessorMillis", one.processor().toMillis());
    ObjectNode latency = load.putObject("latencyMillis");
    ObjectNode lag = load.putObject("generatorLagMillis");
    for (double percentile : PERCENTILES) {
      String name = "p" + String.valueOf(percentile).replaceFirst("\\.0$", "");
      latency.put(name, one.millisAt(percentile));
      lag.put(name, one.lagMillisAt(percentile));
    }
    ObjectNode errors = load.putObject("errors");
    one.errors().forEach(errors::put);
  }

  /**
   * Writes {@code load.json}, {@code load.html}, and {@code load.hlog}, which HdrHistogram's own
   * tools read; the log has an interval for each load, tagged with its rate, in microseconds.
   *
   * @throws IOException when the directory cannot be made or written to; earlier files stay whole
   */
  public static void write(
      Path directory, LoadTarget target, List<Measured> measured, Optional<Measured> highest)
      throws IOException {
    Files.createDirectories(directory);
    replace(directory.resolve("load.json"), json(target, measured, highest));
    replace(directory.resolve("load.html"), LoadPage.of(target, measured, highest));
    replace(directory.resolve("load.hlog"), log(measured));
  }

  private static String log(List<Measured> measured) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      HistogramLogWriter writer = new HistogramLogWriter(out);
      writer.outputLogFormatVersion();
      writer.outputLegend();
      double at = 0;
      for (Measured one : measured) {
        double until = at + one.took().toNanos() / 1e9;
        AbstractHistogram latency = one.latency().copy();
        latency.setTag("rate-" + Math.round(one.plan().rate()));
        writer.outputIntervalHistogram(at, until, latency, 1);
        at = until;
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static void replace(Path file, String text) throws IOException {
    Path next = Files.createTempFile(file.toAbsolutePath().getParent(), ".load-", ".new");
    try {
      Files.writeString(next, text);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }
}
