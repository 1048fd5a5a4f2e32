package dev.cksauth.reference.cksapi;

import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Algorithms that tokens may be signed by. Kept, and not held: the API server's file has none. */
enum SigningAlgorithm {
  RS256(1),
  RS384(2),
  RS512(3),
  ES256(4),
  ES384(5),
  ES512(6),
  PS256(7),
  PS384(8),
  PS512(9);

  private static final String PREFIX = "SIGNING_ALGORITHM_";

  private final int number;

  SigningAlgorithm(int number) {
    this.number = number;
  }

  /** As the API names it. */
  String word() {
    return PREFIX + name();
  }

  /** By its name or its number; 0 is unspecified, as in every enum of protocol buffers. */
  static Optional<SigningAlgorithm> of(JsonNode given) {
    return Arrays.stream(values())
        .filter(each ->
            given.isInt() ? given.asInt() == each.number : given.asString("").equals(each.word()))
        .findFirst();
  }
}
