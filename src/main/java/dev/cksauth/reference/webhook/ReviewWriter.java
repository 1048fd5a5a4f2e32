package dev.cksauth.reference.webhook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers to reviews. The token is not among what it is given. */
final class ReviewWriter {
  private final JsonMapper json = new JsonMapper();

  /** The answer that the token is good. */
  byte[] authenticated(String apiVersion, Decision.Authenticated decision) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("authenticated", true);
    status.put("user", user(decision.user()));
    if (!decision.audiences().isEmpty()) {
      status.put("audiences", decision.audiences());
    }
    return answer(apiVersion, status);
  }

  /** The answer that it is not: without a user, and without an error, which would defeat caches. */
  byte[] notAuthenticated(String apiVersion) {
    return answer(apiVersion, Map.of("authenticated", false));
  }

  private byte[] answer(String apiVersion, Map<String, Object> status) {
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("kind", "TokenReview");
    review.put("apiVersion", apiVersion);
    review.put("status", status);
    return json.writeValueAsBytes(review);
  }

  private static Map<String, Object> user(User user) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("username", user.username());
    user.uid().ifPresent(uid -> written.put("uid", uid));
    if (!user.groups().isEmpty()) {
      written.put("groups", user.groups());
    }
    if (!user.extra().isEmpty()) {
      written.put("extra", new TreeMap<>(user.extra()));
    }
    return written;
  }
}
