package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What a Keycloak runs on. */
interface Machine {

  /** Starts it; it is not ready yet. */
  void launch() throws IOException;

  /** Ends it. A second call does nothing. */
  void stop();

  /** What it died of, with the end of its log; nothing while it runs, and once it was stopped. */
  Optional<String> failure();

  /** Its log. */
  Path logFile();
}
