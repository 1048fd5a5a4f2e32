package dev.cksauth.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** In which form a command answers on standard output. */
public enum OutputFormat {
  TEXT,
  JSON;

  static OutputFormat of(String word) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException("allowed are text, json; this is `%s`".formatted(word)));
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
