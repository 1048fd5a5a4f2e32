package dev.cksauth.reference.webhook;

import com.nimbusds.jose.JWSAlgorithm;
import java.util.List;
import java.util.Set;

/**
 * Which JSON Web Tokens are good, and what their claims mean.
 *
 * @param issuer the one value of {@code iss}, letter by letter
 * @param audiences of which {@code aud} must have one where the review names none
 * @param algorithms that signatures may have: never what the token says on its own (RFC 8725
 *     section 3.1)
 * @param usernameClaim whose text is the user's name
 * @param groupsClaim whose texts are the user's groups
 * @param extraPrefix a domain of one's own, before the names of extra values
 */
public record JwtSettings(
    String issuer,
    List<String> audiences,
    Set<JWSAlgorithm> algorithms,
    String usernameClaim,
    String groupsClaim,
    String extraPrefix) {

  /** What asymmetric keys sign with: a shared secret would make every verifier an issuer. */
  public static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);

  /**
   * @throws IllegalArgumentException when something is missing, or an algorithm has no public key
   */
  public JwtSettings {
    audiences = List.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    if (issuer.isEmpty() || audiences.isEmpty() || algorithms.isEmpty()) {
      throw new IllegalArgumentException("an issuer, an audience and an algorithm are needed");
    }
    if (!algorithms.stream().allMatch(JWSAlgorithm.Family.SIGNATURE::contains)) {
      throw new IllegalArgumentException("only algorithms with a public key are taken");
    }
  }

  /** The usual claims: {@code sub} and {@code groups}. */
  public static JwtSettings of(String issuer, List<String> audiences) {
    return new JwtSettings(issuer, audiences, ALGORITHMS, "sub", "groups", "webhook.example.com/");
  }
}
