package dev.cksauth.cli;

import dev.cksauth.reference.apiserver.KubernetesLine;
import dev.cksauth.reference.topology.ReferenceOptions;
import java.util.ArrayList;
import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which Kubernetes a reference system has. */
final class KubernetesOption {

  @Option(
      names = "--kubernetes",
      paramLabel = "LINE",
      converter = Words.class,
      completionCandidates = Candidates.class,
      description =
          "Kubernetes of the reference system: 1.37, or 1.35, which is built when it is first asked"
              + " for; default: 1.37")
  private KubernetesLine line = KubernetesLine.NEWEST;

  /** The options with this one. */
  ReferenceOptions in(ReferenceOptions options) {
    return options.of(line);
  }

  /** Reads the word. */
  static final class Words implements ITypeConverter<KubernetesLine> {
    @Override
    public KubernetesLine convert(String value) {
      return KubernetesLine.of(value)
          .orElseThrow(
              () -> new TypeConversionException("is 1.37 or 1.35; this is `" + value + "`"));
    }
  }

  /** The words, for a shell that completes them. */
  static final class Candidates extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Candidates() {
      super(Arrays.stream(KubernetesLine.values()).map(KubernetesLine::word).toList());
    }
  }
}
