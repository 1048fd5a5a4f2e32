package dev.cksauth.reference.webhook;

import java.util.List;

/** What an authenticator makes of a token. */
public sealed interface Decision {

  /**
   * The token is good.
   *
   * @param audiences those asked for that the token is meant for; empty where none were asked for,
   *     or the authenticator knows no audiences
   */
  record Authenticated(User user, List<String> audiences) implements Decision {
    public Authenticated {
      audiences = List.copyOf(audiences);
    }
  }

  /**
   * The token is not good: unknown, expired, revoked, malformed, for somebody else.
   *
   * @param category one word for the log, never a part of the token
   */
  record NotAuthenticated(String category) implements Decision {}

  /**
   * Nobody can tell now: keys cannot be had, the directory is down. An API server caches a denial
   * for two minutes, and would lock good users out (contract B-03): so this is none.
   *
   * @param category one word for the log
   */
  record Undecided(String category) implements Decision {}
}
