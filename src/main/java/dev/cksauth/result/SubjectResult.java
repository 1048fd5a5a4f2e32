package dev.cksauth.result;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One subject of a run.
 *
 * @param id unique in the run
 * @param kind {@code Cluster} or {@code Webhook}
 * @param capabilities name of each capability that was settled, and how it stands in words, such as
 *     {@code present (derived)}
 * @param notes what the reader should know and no scenario tells, such as a declared-absent
 *     capability that was found
 * @param identity by what it can be told from another of its name
 */
public record SubjectResult(
    String id,
    String kind,
    String name,
    @Nullable String version,
    @Nullable String vendor,
    Map<String, String> capabilities,
    Overall verdict,
    List<ProfileResult> profiles,
    List<String> notes,
    Identity identity) {

  public SubjectResult {
    capabilities = Map.copyOf(capabilities);
    profiles = List.copyOf(profiles);
    notes = List.copyOf(notes);
    // A report of an earlier version has none.
    identity = Objects.requireNonNullElse(identity, Identity.UNKNOWN);
  }

  /** A subject of which nothing but its file says who it is. */
  public SubjectResult(
      String id,
      String kind,
      String name,
      @Nullable String version,
      @Nullable String vendor,
      Map<String, String> capabilities,
      Overall verdict,
      List<ProfileResult> profiles,
      List<String> notes) {
    this(id, kind, name, version, vendor, capabilities, verdict, profiles, notes, Identity.UNKNOWN);
  }
}
