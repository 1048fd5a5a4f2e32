package dev.cksauth.mutant;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fault on the wire, of a proxy that is made of sockets alone, with the scenario that it is
 * noticed by. They have a test of their own, and the matrix says so.
 *
 * @param fault as the faulty proxy of the reference's tests calls it
 * @param killer the scenario that is named for it, with its case
 */
public record WireMutant(String fault, String killer) {

  /** All of them. */
  public static Stream<WireMutant> all() {
    return Stream.of(
        new WireMutant("AUTHENTICATES_CONNECTIONS", "managed/judges-each-request-alone"),
        new WireMutant("HOLDS_ANSWERS_BACK", "managed/streams-watches"),
        new WireMutant("COPIES_FRAMING", "managed/rejects-ambiguous-framing#cl-te"),
        new WireMutant("COPIES_FRAMING", "managed/rejects-ambiguous-framing#line-feed"),
        new WireMutant("COPIES_FRAMING", "managed/rejects-ambiguous-framing#folded"),
        new WireMutant("COPIES_LINE_ENDS", "managed/rejects-split-header#value"),
        new WireMutant("COPIES_LINE_ENDS", "managed/rejects-split-header#value-line-feed"),
        new WireMutant("COPIES_LINE_ENDS", "managed/rejects-split-header#name"),
        new WireMutant("COPIES_LINE_ENDS", "managed/rejects-split-header#path"));
  }

  /** The one that a scenario is named for. */
  static Optional<WireMutant> of(String scenario) {
    return all().filter(mutant -> mutant.killer().equals(scenario)).findFirst();
  }

  /** The fault in words. */
  String words() {
    return fault.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return words() + ": " + killer;
  }
}
