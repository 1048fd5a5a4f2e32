package dev.cksauth.subject;

import java.util.List;
import java.util.Optional;

/**
 * A webhook as the command line describes it, without a file.
 *
 * @param url where it listens, as written
 * @param ca a file of certificates to trust instead of the system's
 * @param tokens what it should accept
 * @param audiences the {@code --api-audiences} of the API server
 */
public record WebhookOptions(
    String url, Optional<String> ca, List<Token> tokens, List<String> audiences) {
  public WebhookOptions {
    tokens = List.copyOf(tokens);
    audiences = List.copyOf(audiences);
  }

  /**
   * A token that is somewhere else: never on the command line itself, which other users of the
   * machine and the shell's history see.
   *
   * @param name of the credential
   * @param source {@code env} or {@code file}
   * @param place the name of the variable, or the path
   */
  public record Token(String name, String source, String place) {}
}
