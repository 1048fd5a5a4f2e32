package dev.cksauth.subject;

import static java.util.stream.Collectors.joining;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** Reads URLs, with a problem that says what is wrong. Never quotes one: it may hold a password. */
final class Urls {
  /** What a place demands of its URL. */
  enum Rule {
    /** http or https. */
    ANY,
    /** As an API server would use it: a query is dropped with a warning. */
    WEBHOOK,
    /** The base of a cluster's API; a host alone will do, as the vendor shows addresses. */
    CLUSTER,
    /** An OIDC issuer: Kubernetes demands https. */
    ISSUER,
    /** A proxy: SOCKS too. */
    PROXY;

    List<String> schemes() {
      return switch (this) {
        case ANY, WEBHOOK, CLUSTER -> List.of("https", "http");
        case ISSUER -> List.of("https");
        case PROXY -> List.of("https", "http", "socks5");
      };
    }
  }

  /** What is gone on with where there is none: the file is refused, so it is never contacted. */
  static final URI NONE = URI.create("https://none.invalid");

  private static final int HIGHEST_PORT = 65535;

  private Urls() {}

  static URI read(Value value, Rule rule) {
    Optional<String> text = value.text();
    if (text.isEmpty()) {
      return NONE;
    }
    boolean hostAlone = rule == Rule.CLUSTER && !text.get().contains("://");
    String written = (hostAlone ? "https://" : "") + text.get();
    Optional<String> wrong = wrongScheme(written, rule);
    if (wrong.isEmpty()) {
      try {
        URI url = new URI(written);
        wrong = wrong(url, rule);
        if (wrong.isEmpty()) {
          return url;
        }
      } catch (URISyntaxException malformed) {
        int at = malformed.getIndex() + 1 - (hostAlone ? "https://".length() : 0);
        wrong = Optional.of("is not a URL: character " + at + " cannot be there");
      }
    }
    value.problem(wrong.get());
    return NONE;
  }

  private static Optional<String> wrongScheme(String written, Rule rule) {
    if (rule.schemes().stream().anyMatch(scheme -> written.startsWith(scheme + "://"))) {
      return Optional.empty();
    }
    String allowed = rule.schemes().stream().map(each -> each + "://").collect(joining(" or "));
    return Optional.of("must start with " + allowed);
  }

  private static Optional<String> wrong(URI url, Rule rule) {
    if (url.getRawUserInfo() != null || String.valueOf(url.getRawAuthority()).contains("@")) {
      return Optional.of("must not have a user name or password in it");
    }
    if (url.getHost() == null) {
      return Optional.of("has no valid host");
    }
    if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
      return Optional.of("has a port that does not exist");
    }
    if (url.getRawFragment() != null) {
      return Optional.of("must not have a fragment (`#…`)");
    }
    if (url.getRawQuery() != null && (rule == Rule.CLUSTER || rule == Rule.ISSUER)) {
      return Optional.of("must not have a query (`?…`)");
    }
    return Optional.empty();
  }
}
