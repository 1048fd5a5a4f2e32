package dev.cksauth.engine;

import java.util.List;

/** Reports that are not all parts of one run, each once. */
public final class ShardsDoNotFitException extends Exception {
  private static final long serialVersionUID = 1L;

  ShardsDoNotFitException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
