package dev.cksauth.subject;

import java.net.URI;

/**
 * A host that a run may contact.
 *
 * @param where the place in the file that names it, such as {@code endpoints.managed}
 */
public record Contact(String where, String host, int port) {
  static Contact of(String where, URI url) {
    int usual =
        switch (url.getScheme()) {
          case "http" -> 80;
          case "socks5" -> 1080;
          default -> 443;
        };
    return new Contact(where, url.getHost(), url.getPort() < 0 ? usual : url.getPort());
  }
}
