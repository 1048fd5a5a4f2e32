package dev.cksauth.cli;

import java.util.List;
import picocli.CommandLine.Option;

/** Whether a reference system has a second cluster, which is there to be configured. */
final class ConfigurableOption {
  private static final String NAME = "--configurable";

  @Option(
      names = NAME,
      description =
          "Also a second cluster, fresh and with a CKS API that configures it, two webhooks and two"
              + " issuers: for work by hand on `configure`.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /** As it was given, for another process of ours. */
  List<String> words() {
    return wanted ? List.of(NAME) : List.of();
  }
}
