package dev.cksauth.load;

import dev.cksauth.subject.SecretValue;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tokens of a load, in a fixed order. Valid ones come again and again, as those of users do;
 * each invalid one comes once, so that no cache answers it.
 */
public final class TokenMix {

  /** Which tokens are sent. */
  public enum Kind {
    /** Those that the subject's file calls valid, in turn. */
    VALID,
    /** Such as nobody issued, each another. */
    INVALID,
    /** Both, one after the other. */
    MIX
  }

  private static final int RANDOM_BYTES = 12;

  private final Kind kind;
  private final List<String> valid = new ArrayList<>();
  private final List<String> audiences;
  private final JsonMapper json = new JsonMapper();
  private final String before;
  private final String after;

  /**
   * A review and what is right to say of its token.
   *
   * @param body the JSON of a TokenReview (contract A-02)
   */
  record Review(String body, boolean valid) {}

  /**
   * Tokens for a webhook.
   *
   * @param tokens the valid ones; at least one unless only invalid ones are sent
   * @param audiences that a review names; empty: none
   * @throws IllegalArgumentException when valid ones are wanted and there are none
   */
  public TokenMix(Kind kind, List<SecretValue> tokens, List<String> audiences) {
    if (kind != Kind.INVALID && tokens.isEmpty()) {
      throw new IllegalArgumentException("no valid token");
    }
    this.kind = kind;
    this.audiences = List.copyOf(audiences);
    tokens.forEach(token -> valid.add(review(token.reveal())));
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String stem = "nobodys-" + HexFormat.of().formatHex(random) + "-";
    String pattern = review(stem);
    int end = pattern.indexOf(stem) + stem.length();
    this.before = pattern.substring(0, end);
    this.after = pattern.substring(end);
  }

  /** The review that is sent as the nth, from 0. */
  Review review(long n) {
    boolean good =
        switch (kind) {
          case VALID -> true;
          case INVALID -> false;
          case MIX -> n % 2 == 0;
        };
    if (good) {
      long turn = kind == Kind.MIX ? n / 2 : n;
      return new Review(valid.get((int) (turn % valid.size())), true);
    }
    return new Review(before + n + after, false);
  }

  private String review(String token) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("token", token);
    if (!audiences.isEmpty()) {
      spec.put("audiences", audiences);
    }
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("kind", "TokenReview");
    review.put("apiVersion", "authentication.k8s.io/v1");
    review.put("metadata", Map.of());
    review.put("spec", spec);
    review.put("status", Map.of("user", Map.of()));
    return json.writeValueAsString(review) + "\n";
  }
}
