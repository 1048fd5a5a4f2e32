package dev.cksauth.mutant;

import dev.cksauth.reference.managed.RequestHead;
import java.util.Locale;
import java.util.stream.Stream;

/** Where careless parts find a token, each by the name of the case that puts one there. */
enum Place {
  LOWER_CASE_SCHEME,
  UPPER_CASE_SCHEME,
  TWO_SPACES,
  TRAILING_WORD,
  OTHER_SCHEME,
  OTHER_HEADER,
  QUERY,
  COOKIE,
  BASIC;

  /** What may be a token there. */
  Stream<String> tokens(RequestHead head) {
    return switch (this) {
      case LOWER_CASE_SCHEME -> after(head, "bearer ");
      case UPPER_CASE_SCHEME -> after(head, "BEARER ");
      case TWO_SPACES -> after(head, "Bearer  ");
      case TRAILING_WORD ->
          after(head, "Bearer ")
              .filter(rest -> rest.contains(" "))
              .map(rest -> rest.substring(0, rest.indexOf(' ')));
      case OTHER_SCHEME -> after(head, "Token ");
      case OTHER_HEADER -> head.values("X-Auth-Token").stream();
      case QUERY -> Heads.query(head);
      case COOKIE -> Heads.cookies(head);
      case BASIC -> Heads.basic(head);
    };
  }

  private static Stream<String> after(RequestHead head, String start) {
    return head.values("Authorization").stream()
        .filter(value -> value.startsWith(start))
        .map(value -> value.substring(start.length()));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
