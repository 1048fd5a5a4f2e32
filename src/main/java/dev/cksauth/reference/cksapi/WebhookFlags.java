package dev.cksauth.reference.cksapi;

import dev.cksauth.credential.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The flags of an API server for its webhooks, and the files that they name: kubeconfigs, as the
 * Kubernetes reference has them for {@code --authentication-token-webhook-config-file}.
 */
final class WebhookFlags {
  private final Path directory;

  WebhookFlags(Path directory) {
    this.directory = directory;
  }

  /** Writes the files; what authorizes without a webhook stays before it. */
  Map<String, String> of(AuthSettings settings) throws IOException {
    Map<String, String> flags = new HashMap<>();
    if (settings.authn().isPresent()) {
      flags.put("authentication-token-webhook-config-file", file("authn", settings.authn()));
      flags.put("authentication-token-webhook-version", "v1");
    }
    if (settings.authz().isPresent()) {
      flags.put("authorization-mode", "RBAC,Webhook");
      flags.put("authorization-webhook-config-file", file("authz", settings.authz()));
      flags.put("authorization-webhook-version", "v1");
    }
    return flags;
  }

  private String file(String name, Optional<WebhookBlock> webhook) throws IOException {
    Path file = directory.resolve(name + "-webhook.kubeconfig");
    PrivateFile.replace(file, kubeconfig(webhook.orElseThrow()));
    return file.toString();
  }

  /** JSON, which is YAML. */
  private static String kubeconfig(WebhookBlock webhook) {
    Map<String, Object> cluster = new HashMap<>();
    cluster.put("server", webhook.server());
    if (!webhook.ca().isEmpty()) {
      cluster.put(
          "certificate-authority-data",
          Base64.getEncoder().encodeToString(webhook.ca().getBytes(StandardCharsets.UTF_8)));
    }
    Map<String, Object> context = Map.of("cluster", "webhook", "user", "api-server");
    return new JsonMapper()
        .writeValueAsString(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "clusters",
                java.util.List.of(Map.of("name", "webhook", "cluster", cluster)),
                "users",
                java.util.List.of(Map.of("name", "api-server", "user", Map.of())),
                "contexts",
                java.util.List.of(Map.of("name", "webhook", "context", context)),
                "current-context",
                "webhook"));
  }
}
