package dev.cksauth.reference.console;

import java.util.Optional;

/** Knows whose a token is. */
@FunctionalInterface
public interface ConsoleTokens {

  /** Whose token this is; empty for one that was never issued, or was revoked. */
  Optional<ConsoleUser> authenticate(String token);
}
