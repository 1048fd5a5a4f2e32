package dev.cksauth.subject;

import java.net.URI;
import java.util.Optional;

/**
 * A host that a run may contact.
 *
 * @param where the place in the file that names it, such as {@code endpoints.managed}
 * @param name the address whose name and certificate are asked for there, where it is another
 */
public record Contact(String where, String host, int port, Optional<URI> name) {
  static Contact of(String where, URI url) {
    int usual =
        switch (url.getScheme()) {
          case "http" -> 80;
          case "socks5" -> 1080;
          default -> 443;
        };
    return new Contact(
        where, url.getHost(), url.getPort() < 0 ? usual : url.getPort(), Optional.empty());
  }
}
