package dev.cksauth.subject;

/**
 * A host and port to dial.
 *
 * @param host a name or an IP address, an IPv6 one without brackets
 */
public record Address(String host, int port) {
  /** Reads {@code host:port} or {@code [address]:port}, whose form the schema has checked. */
  static Address parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = text.substring(0, colon);
    return new Address(
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(text.substring(colon + 1)));
  }
}
