package dev.cksauth.reference.webhook;

import java.util.List;

/** Decides who a token stands for. Safe for use by many threads. */
@FunctionalInterface
public interface TokenAuthenticator {

  /**
   * Decides on a token. The same token may come many times, and at once (contract B-13): a decision
   * has no side effects.
   *
   * @param token as the client presented it: any text whatever, also an empty one
   * @param audiences that the token must be meant for one of; empty: the caller does not mind
   */
  Decision authenticate(String token, List<String> audiences);

  /** Whether it can decide at all: keys and users are loaded (contract B-21). May wait for them. */
  default boolean ready() {
    return true;
  }
}
