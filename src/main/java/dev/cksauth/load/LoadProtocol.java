package dev.cksauth.load;

import java.util.Arrays;
import java.util.Optional;

/** The version of HTTP that reviews are sent by. */
public enum LoadProtocol {
  /** What the server chooses in the handshake, as an API server does; without TLS HTTP/1.1. */
  AUTO("auto"),
  /** HTTP/2 over TLS, or nothing. */
  HTTP_2("2"),
  /** HTTP/1.1. */
  HTTP_1_1("1.1");

  private final String word;

  LoadProtocol(String word) {
    this.word = word;
  }

  /** As the option {@code --http} names it. */
  public String word() {
    return word;
  }

  /** The one of a word. */
  public static Optional<LoadProtocol> of(String word) {
    return Arrays.stream(values()).filter(one -> one.word.equals(word)).findFirst();
  }
}
