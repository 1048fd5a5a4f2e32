package dev.cksauth.engine;

import dev.cksauth.subject.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** SubjectAccessReviews as an API server writes them (contract ). */
final class AccessReviews {

  /** The word for a user whom nobody knows. */
  static final String UNLISTED_WORD = "unlisted";

  /** An access of a user whom nobody knows, to what is not for everybody. */
  static final Decision UNLISTED =
      new Decision(
          UNLISTED_WORD,
          "cks-auth-nobody",
          Optional.empty(),
          List.of("system:authenticated"),
          true,
          attributes(),
          "");

  private AccessReviews() {}

  private static Map<String, String> attributes() {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("namespace", "kube-system");
    attributes.put("verb", "get");
    attributes.put("version", "v1");
    attributes.put("resource", "secrets");
    attributes.put("name", "cks-auth-nothing");
    return attributes;
  }

  static String apiVersion(String version) {
    return "authorization.k8s.io/" + version;
  }

  static Map<String, Object> review(Decision access, String version) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put(
        access.resource() ? "resourceAttributes" : "nonResourceAttributes",
        new LinkedHashMap<>(access.attributes()));
    spec.put("user", access.user());
    if (!access.groups().isEmpty()) {
      // The older version has another name for them, and webhooks are known to read just one.
      spec.put(version.equals("v1beta1") ? "group" : "groups", new ArrayList<>(access.groups()));
    }
    access.uid().ifPresent(uid -> spec.put("uid", uid));
    Map<String, Object> review = new LinkedHashMap<>();
    review.put("kind", "SubjectAccessReview");
    review.put("apiVersion", apiVersion(version));
    review.put("metadata", Map.of());
    review.put("spec", spec);
    review.put("status", Map.of("allowed", false));
    return review;
  }
}
