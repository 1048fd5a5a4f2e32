package dev.cksauth.reference.webhook;

import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.time.Instant;

/** What comes of a call of a login API. */
public sealed interface LoginAnswer {

  /**
   * A session is open.
   *
   * @param until when the token ceases to be good
   */
  record Token(String token, Instant until) implements LoginAnswer {
    @Override
    public String toString() {
      return "Token[until=" + until + "]";
    }
  }

  /**
   * A device for one-time codes is bound.
   *
   * @param secret that it is to have, shown this once
   */
  record Enrolled(SecretValue secret) implements LoginAnswer {
    /** In Base32, as apps for phones take it. */
    Enrolled(byte[] secret) {
      this(new SecretValue(Base32.encode(secret)));
    }
  }

  /** Done, and nothing to tell. */
  record Done() implements LoginAnswer {}

  /**
   * No. The caller is never told why: whether the name, the password or the code was wrong is what
   * a guesser wants to know.
   *
   * @param category one word for the log
   */
  record Refused(String category) implements LoginAnswer {}

  /** Not now: too many attempts. */
  record Wait(Duration left) implements LoginAnswer {}

  /**
   * Nobody can tell now.
   *
   * @param category one word for the log
   */
  record Unavailable(String category) implements LoginAnswer {}
}
