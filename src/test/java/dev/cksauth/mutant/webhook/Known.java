package dev.cksauth.mutant.webhook;

import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/** Remembers what was accepted, and makes more of it. */
final class Known implements Fault {
  private final Map<String, Decision> accepted = new ConcurrentHashMap<>();
  private final BiPredicate<String, String> same;

  private Known(BiPredicate<String, String> same) {
    this.same = same;
  }

  /**
   * Accepts what is like an accepted token.
   *
   * @param same whether an accepted token, the first, is taken for the one that is presented
   */
  static Fault like(BiPredicate<String, String> same) {
    return new Known(same);
  }

  @Override
  public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
    return (token, audiences) -> {
      Decision decision = honest.authenticate(token, audiences);
      if (decision instanceof Decision.Authenticated) {
        accepted.put(token, decision);
        return decision;
      }
      return alike(token).orElse(decision);
    };
  }

  private Optional<Decision> alike(String token) {
    return accepted.entrySet().stream()
        .filter(each -> same.test(each.getKey(), token))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
