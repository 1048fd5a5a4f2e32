package dev.cksauth.reference.managed;

import java.util.List;
import java.util.Locale;

/**
 * A request without its body, as it came from the client.
 *
 * @param target path and query, byte for byte
 * @param headers in the order received, repeated ones repeated
 */
public record RequestHead(String method, String target, List<Header> headers) {

  public RequestHead {
    headers = List.copyOf(headers);
  }

  /** The values of every field of that name, in any case of its letters. */
  public List<String> values(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .toList();
  }

  /** The comma-separated members of every field of that name, trimmed and in lower case. */
  List<String> tokens(String name) {
    return values(name).stream()
        .flatMap(value -> List.of(value.split(",")).stream())
        .map(token -> token.strip().toLowerCase(Locale.ROOT))
        .filter(token -> !token.isEmpty())
        .toList();
  }

  @Override
  public String toString() {
    return method + " with " + headers;
  }
}
