package dev.cksauth.reference.topology;

import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens of one sample webhook: what its subject file gives, and what its actions do. */
interface SampleTokens {

  /** Whose tokens there are, by the names of their credentials. */
  Map<String, User> USERS =
      Map.of(
          "alice",
          new User("alice", Optional.of("4f3c-alice"), List.of("dev", "ops"), Map.of()),
          "bob",
          new User("bob", Optional.of("77d1-bob"), List.of("dev"), Map.of()));

  /** A new token of a user. */
  String issue(String name) throws IOException;

  /** Withdraws a token; false where there is no such token. */
  boolean revoke(String token) throws IOException;

  /** More credentials for the subject file: kind to token. */
  Map<String, String> others() throws IOException;
}
