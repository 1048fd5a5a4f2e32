package dev.cksauth.cli;

import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.reference.topology.TopologyChoice;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** In what a reference system runs. */
final class TopologyOption {

  @Option(
      names = "--topology",
      paramLabel = "TOPOLOGY",
      converter = Words.class,
      completionCandidates = Candidates.class,
      description =
          "What the reference system runs in: process, containers (Docker), or auto, which takes"
              + " what is there; default: auto")
  private TopologyChoice topology = TopologyChoice.AUTO;

  /** The options with this one. */
  ReferenceOptions in(ReferenceOptions options) {
    return options.in(topology);
  }

  /** As it was given, for another process of ours. */
  List<String> words() {
    return List.of("--topology", topology.word());
  }

  /** Reads the word. */
  static final class Words implements ITypeConverter<TopologyChoice> {
    @Override
    public TopologyChoice convert(String value) {
      return TopologyChoice.of(value)
          .orElseThrow(() ->
              new TypeConversionException(
                  "is auto, process or containers; this is `" + value + "`"));
    }
  }

  /** The words, for a shell that completes them. */
  static final class Candidates extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Candidates() {
      super(List.of("auto", "process", "containers"));
    }
  }
}
