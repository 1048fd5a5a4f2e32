package dev.cksauth.cli;

import dev.cksauth.reference.apiserver.KubernetesLine;
import dev.cksauth.reference.topology.Idp;
import dev.cksauth.reference.topology.ReferenceOptions;
import dev.cksauth.reference.topology.TopologyChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which identity providers a reference system has. */
final class IdpOption {

  @Option(
      names = "--idp",
      paramLabel = "IDP",
      converter = Words.class,
      completionCandidates = Candidates.class,
      description =
          "Identity providers of the reference system: embedded, keycloak or both; default: both")
  private @Nullable Idp idp;

  /**
   * As a reference system is to be started.
   *
   * @param integration whether it has the cluster with a webhook, too
   * @param otherwise what it has where the user has not said it
   */
  ReferenceOptions options(boolean integration, Idp otherwise) {
    return new ReferenceOptions(
        idp == null ? otherwise : idp,
        Installation.launcher(),
        integration,
        false,
        TopologyChoice.PROCESS,
        KubernetesLine.NEWEST);
  }

  /** As it was given, for another process of ours. */
  String word() {
    return idp == null ? Idp.BOTH.word() : idp.word();
  }

  /** Reads the word. */
  static final class Words implements ITypeConverter<Idp> {
    @Override
    public Idp convert(String value) {
      Optional<Idp> known = Idp.of(value);
      return known.orElseThrow(() ->
          new TypeConversionException("is embedded, keycloak or both; this is `" + value + "`"));
    }
  }

  /** The words, for a shell that completes them. */
  static final class Candidates extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Candidates() {
      super(List.of("embedded", "keycloak", "both"));
    }
  }
}
