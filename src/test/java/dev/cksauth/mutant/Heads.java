package dev.cksauth.mutant;

import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.RequestHead;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Where faulty parts look for credentials, and what they make of a request. */
final class Heads {
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) +(\\S+)");

  private static final String CARRIER = "base64url.bearer.authorization.k8s.io.";

  private Heads() {}

  /** The token of a bearer credential. */
  static Optional<String> bearer(RequestHead head) {
    return head.values("Authorization").stream()
        .map(BEARER::matcher)
        .filter(java.util.regex.Matcher::matches)
        .map(bearer -> bearer.group(1))
        .findFirst();
  }

  /** Every value in the query. */
  static Stream<String> query(RequestHead head) {
    int mark = head.target().indexOf('?');
    return mark < 0
        ? Stream.empty()
        : Stream.of(head.target().substring(mark + 1).split("&"))
            .map(pair -> pair.substring(pair.indexOf('=') + 1))
            .map(value -> URLDecoder.decode(value, StandardCharsets.UTF_8));
  }

  /** Every cookie's value. */
  static Stream<String> cookies(RequestHead head) {
    return head.values("Cookie").stream()
        .flatMap(field -> Stream.of(field.split(";")))
        .map(cookie -> cookie.substring(cookie.indexOf('=') + 1).strip());
  }

  /** User and password of basic authentication. */
  static Stream<String> basic(RequestHead head) {
    return head.values("Authorization").stream()
        .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
        .map(value -> decoded(Base64.getDecoder(), value.substring(6).strip()))
        .flatMap(pair -> Stream.of(pair.split(":", 2)));
  }

  /**
   * As an API server looks for them in a WebSocket's: only where a connection is to be upgraded.
   */
  static Stream<String> subprotocols(RequestHead head) {
    boolean upgrades = head.values("Upgrade").stream().anyMatch("websocket"::equalsIgnoreCase);
    return head.values("Sec-WebSocket-Protocol").stream()
        .filter(field -> upgrades)
        .flatMap(field -> Stream.of(field.split(",")))
        .map(String::strip)
        .filter(protocol -> protocol.startsWith(CARRIER))
        .map(protocol -> decoded(Base64.getUrlDecoder(), protocol.substring(CARRIER.length())));
  }

  private static String decoded(Base64.Decoder decoder, String text) {
    try {
      return new String(decoder.decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return "";
    }
  }

  static RequestHead without(RequestHead head, Predicate<Header> unwanted) {
    return new RequestHead(
        head.method(), head.target(), head.headers().stream().filter(unwanted.negate()).toList());
  }

  static RequestHead with(RequestHead head, String name, String value) {
    List<Header> headers = new ArrayList<>(head.headers());
    headers.add(new Header(name, value));
    return new RequestHead(head.method(), head.target(), headers);
  }

  static RequestHead withTarget(RequestHead head, String target) {
    return new RequestHead(head.method(), target, head.headers());
  }

  static Predicate<Header> named(String name) {
    return header -> header.name().equalsIgnoreCase(name);
  }
}
