package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Whether the cluster's clock is near enough to this machine's for what a scenario does with times.
 */
final class Clocks {

  /** The claims that are compared with a clock (RFC 7519 section 4.1). */
  private static final Set<String> TIMES = Set.of("exp", "nbf", "iat");

  /** A token that expired 15 s ago bears 5 s. */
  private static final int SHARE = 3;

  private Clocks() {}

  /** By how much clocks may differ for a token with these claims; empty where that is all one. */
  static Optional<Duration> margin(JsonNode claims) {
    Optional<Duration> least = Optional.empty();
    for (Map.Entry<String, JsonNode> claim : claims.properties()) {
      Optional<Duration> own =
          Optional.of(claim)
              .filter(one -> TIMES.contains(one.getKey()))
              .flatMap(one -> TokenDraft.offset(one.getValue()))
              .map(offset -> offset.abs().dividedBy(SHARE));
      if (own.isPresent() && least.map(known -> known.compareTo(own.get()) > 0).orElse(true)) {
        least = own;
      }
    }
    return least;
  }

  /** Whatever came back proves nothing where the clocks differ by more. */
  static void require(Exchange exchange, Optional<Duration> margin) throws UnknownFactsException {
    Optional<Duration> skew = exchange.clockSkew();
    if (margin.isPresent() && skew.isPresent() && skew.get().abs().compareTo(margin.get()) > 0) {
      throw new UnknownFactsException(
          "the cluster's clock differs from this machine's by %d s, and this scenario bears %d s"
              .formatted(skew.get().toSeconds(), margin.get().toSeconds()));
    }
  }
}
