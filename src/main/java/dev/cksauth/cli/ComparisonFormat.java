package dev.cksauth.cli;

import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine.TypeConversionException;

/** In which form {@code compare} answers. */
public enum ComparisonFormat {
  TEXT,
  JSON,
  MARKDOWN;

  static ComparisonFormat of(String word) {
    return Arrays.stream(values())
        .filter(format -> format.toString().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new TypeConversionException(
                "allowed are text, json, markdown; this is `%s`".formatted(word)));
  }

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
