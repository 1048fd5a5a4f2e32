package dev.cksauth.reference.managed;

import dev.cksauth.reference.console.ConsoleTokens;
import dev.cksauth.reference.console.ConsoleUser;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an honest managed endpoint decides. */
final class HonestPolicy {
  private static final Pattern BEARER = Pattern.compile("(?i:bearer) ([^ ]+)");

  private static final Set<String> DROPPED =
      Set.of(
          // Credentials, and what stands beside them. Upstream there is one: the client
          // certificate.
          "authorization",
          "cookie",
          "cookie2",
          // RFC 9110, section 7.6.1: these concern one connection, not the request.
          "connection",
          "keep-alive",
          "te",
          "trailer",
          "trailers",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          // The authority of the request upstream is the API server's.
          "host",
          // The API server believes these two and X-Forwarded-For about the client's address.
          "forwarded",
          "x-real-ip");

  private static final List<String> DROPPED_PREFIXES =
      List.of("impersonate-", "x-remote-", "x-forwarded-", "proxy-", "sec-websocket-");

  /**
   * Fields that a client may not have removed by naming them in {@code Connection}: they say how
   * the body is to be read, and without them the two sides would wait for each other.
   */
  private static final Set<String> FRAMING = Set.of("content-length", "expect");

  private HonestPolicy() {}

  /** Accepts one {@code Authorization} header with a token of the console; asks it every time. */
  static ManagedPolicy.Authentication consoleTokens(ConsoleTokens console) {
    return request -> {
      List<String> credentials =
          request.headers().stream()
              .filter(header -> header.key().equals("authorization"))
              .map(Header::value)
              .toList();
      if (credentials.size() != 1) {
        return Optional.empty();
      }
      Matcher bearer = BEARER.matcher(credentials.getFirst());
      return bearer.matches()
          ? console.authenticate(bearer.group(1)).map(HonestPolicy::caller)
          : Optional.empty();
    };
  }

  /** Turns down client-sent impersonation: only the endpoint itself impersonates. */
  static Optional<Refusal> withoutImpersonation(RequestHead request, Caller caller) {
    // Names no user, neither the caller nor the one asked for: a reader who takes the user named in
    // a 403 for the one established must not be misled.
    return request.headers().stream().anyMatch(header -> header.key().startsWith("impersonate-"))
        ? Optional.of(
            Refusal.status(
                403,
                "Forbidden",
                "forbidden: impersonation is not available on the managed endpoint;"
                    + " send the request without Impersonate-* headers"))
        : Optional.empty();
  }

  /** All headers but credentials, claims about identity, and those of one connection only. */
  static List<Header> harmlessHeaders(RequestHead request) {
    Set<String> named = new HashSet<>(request.tokens("Connection"));
    named.removeAll(FRAMING);
    return request.headers().stream()
        .filter(header -> !named.contains(header.key()))
        .filter(header -> !DROPPED.contains(header.key()))
        .filter(header -> DROPPED_PREFIXES.stream().noneMatch(header.key()::startsWith))
        .toList();
  }

  private static Caller caller(ConsoleUser user) {
    return new Caller(user.name(), List.of(user.role().group(), "system:authenticated"));
  }
}
