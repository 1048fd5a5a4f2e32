package dev.cksauth.credential;

/** A token of which a mutation would make nothing that has to be rejected. */
public final class NothingToChangeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  NothingToChangeException(String why) {
    super(why);
  }

  /** Why, in words; it shows nothing of the token. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
