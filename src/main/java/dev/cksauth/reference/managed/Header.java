package dev.cksauth.reference.managed;

import java.util.Locale;

/**
 * One header field as it was received, or is to be sent.
 *
 * @param value may hold a secret; {@link #toString} leaves it out
 */
public record Header(String name, String value) {

  /**
   * The name in the form to compare by: lower case, and hyphens for underscores. Some servers fold
   * {@code X_Remote_User} into {@code X-Remote-User}, so both are treated as the same field.
   */
  public String key() {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return name + ": …";
  }
}
