package dev.cksauth.subject;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * A webhook's URL as an API server uses it: the path is cleaned, the query dropped, and the time
 * that the server will wait added. A webhook that routes on anything else is never called.
 */
public final class WebhookUrl {
  private static final String QUERY = "timeout=30s";

  private WebhookUrl() {}

  /** The URL that is called for a configured one. */
  public static URI asClientGo(URI configured) {
    return URI.create(base(configured) + "?" + QUERY);
  }

  /** A sentence with both forms, where the API server calls another path than configured. */
  public static Optional<String> warning(URI configured) {
    boolean slash = configured.getRawPath().isEmpty();
    if (base(configured).equals(configured + (slash ? "/" : ""))) {
      return Optional.empty();
    }
    // The query is not shown: keys are known to be put there.
    String shown = configured.toString().replaceFirst("\\?.*", "?…");
    return Optional.of(
        shown
            + " is called as "
            + asClientGo(configured)
            + ": an API server drops the query, cleans the path and adds its time-out");
  }

  private static String base(URI configured) {
    String path = configured.getPath();
    String clean = clean(path);
    // An escaped slash stays escaped as long as nothing had to be cleaned.
    String raw = clean.equals(path) ? configured.getRawPath() : escaped(clean);
    return configured.getScheme() + "://" + configured.getRawAuthority() + raw;
  }

  private static String clean(String path) {
    Deque<String> kept = new ArrayDeque<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        kept.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        kept.addLast(part);
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String escaped(String path) {
    try {
      return new URI(null, null, path, null).getRawPath();
    } catch (URISyntaxException impossible) {
      throw new IllegalArgumentException("not a path", impossible);
    }
  }
}
