package dev.cksauth.reference.topology;

import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /** How users log in where there is but one way. */
  String USUALLY = "";

  /** Who a token of this credential stands for. */
  default User user(String name) throws IOException {
    return Objects.requireNonNull(USERS.get(name));
  }

  /**
   * A new token of a user.
   *
   * @param way {@link #USUALLY}, or one that the sample knows
   * @return empty where the user is refused
   */
  Optional<String> logIn(String name, String way) throws IOException;

  /** A new token of a user who is not refused. */
  default String issue(String name) throws IOException {
    return logIn(name, USUALLY).orElseThrow(() -> new IOException("refused: " + name));
  }

  /** Withdraws a token; false where there is no such token. */
  boolean revoke(String token) throws IOException;

  /** More credentials for the subject file: kind to token. */
  Map<String, String> others() throws IOException;

  /** More actions for the subject file, by their names. */
  default Map<String, Action> actions() {
    return Map.of();
  }
}
