package dev.cksauth.reference.webhook;

import java.util.List;
import java.util.function.Predicate;

/**
 * Several authenticators behind one URL, as an API server asks one webhook only. What a token looks
 * like says whose it is: that one decides alone. To ask one after the other would show each token
 * to all of them, and have one that is down hold up the users of the others.
 */
public final class TokenChain implements TokenAuthenticator {
  private final List<Link> links;

  /**
   * One of them.
   *
   * @param takes whether a token is of its kind: by its form alone, at no cost
   */
  public record Link(Predicate<String> takes, TokenAuthenticator authenticator) {

    /** Takes what begins so. */
    public static Link prefixed(String prefix, TokenAuthenticator authenticator) {
      return new Link(token -> token.startsWith(prefix), authenticator);
    }

    /** Takes what has the form of a signed JSON Web Token: an object in base64url, and two dots. */
    public static Link jwt(TokenAuthenticator authenticator) {
      return new Link(
          token ->
              token.startsWith("eyJ") && token.chars().filter(letter -> letter == '.').count() == 2,
          authenticator);
    }
  }

  /** In this order: the first that takes a token has it. */
  public TokenChain(List<Link> links) {
    this.links = List.copyOf(links);
  }

  @Override
  public Decision authenticate(String token, List<String> audiences) {
    for (Link link : links) {
      if (link.takes().test(token)) {
        return link.authenticator().authenticate(token, audiences);
      }
    }
    return new Decision.NotAuthenticated("of no known kind");
  }

  /** One is enough: its users are not to wait for the others'. */
  @Override
  public boolean ready() {
    return links.stream().anyMatch(link -> link.authenticator().ready());
  }
}
