package dev.cksauth.reference.apiserver;

import dev.cksauth.credential.PrivateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whom an API server asks about accesses, as its file says it: kind AuthorizationConfiguration of
 * apiserver.config.k8s.io/v1 (Kubernetes reference, Authorization). Webhooks stand before RBAC.
 */
public record AuthorizationConfiguration(List<Webhook> webhooks) {

  public AuthorizationConfiguration {
    webhooks = List.copyOf(webhooks);
  }

  /**
   * One webhook.
   *
   * @param name in metrics and messages
   * @param kubeconfig a file that says where it is
   * @param version of the reviews
   * @param cacheTtl how long answers are kept, such as 5s
   * @param failurePolicy {@code NoOpinion} or {@code Deny}
   * @param conditions CEL, all of which must hold for it to be asked
   */
  public record Webhook(
      String name,
      Path kubeconfig,
      String version,
      String cacheTtl,
      String failurePolicy,
      List<String> conditions) {

    public Webhook {
      conditions = List.copyOf(conditions);
    }

    private Map<String, Object> json() {
      Map<String, Object> webhook = new TreeMap<>();
      webhook.put("authorizedTTL", cacheTtl);
      webhook.put("unauthorizedTTL", cacheTtl);
      webhook.put("timeout", "3s"); // the flags' is 30 s
      webhook.put("subjectAccessReviewVersion", version);
      webhook.put("matchConditionSubjectAccessReviewVersion", "v1");
      webhook.put("failurePolicy", failurePolicy);
      webhook.put(
          "connectionInfo",
          Map.of("type", "KubeConfigFile", "kubeConfigFile", kubeconfig.toString()));
      if (!conditions.isEmpty()) {
        webhook.put(
            "matchConditions",
            conditions.stream().map(condition -> Map.of("expression", condition)).toList());
      }
      return Map.of("type", "Webhook", "name", name, "webhook", webhook);
    }
  }

  /** As the file has it: JSON, which is YAML. */
  String json() {
    List<Map<String, Object>> authorizers = new ArrayList<>();
    webhooks.forEach(webhook -> authorizers.add(webhook.json()));
    authorizers.add(Map.of("type", "RBAC", "name", "rbac"));
    Map<String, Object> json = new TreeMap<>();
    json.put("apiVersion", "apiserver.config.k8s.io/v1");
    json.put("kind", "AuthorizationConfiguration");
    json.put("authorizers", authorizers);
    return new JsonMapper().writeValueAsString(json);
  }

  /**
   * Puts it at a path in one step, so that no API server reads half of it.
   *
   * @throws IOException when it cannot be written
   */
  public void writeTo(Path file) throws IOException {
    PrivateFile.replace(file, json());
  }
}
