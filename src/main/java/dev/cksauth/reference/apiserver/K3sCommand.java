package dev.cksauth.reference.apiserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flags of {@code k3s server} for an API server as it is to be. */
final class K3sCommand {

  /** k3s's own front proxy, and ours. */
  private static final String FRONT_PROXIES = "system:auth-proxy,front-proxy-client";

  private final ApiServerSpec spec;
  private final ApiServerFiles files;

  K3sCommand(ApiServerSpec spec, ApiServerFiles files) {
    this.spec = spec;
    this.files = files;
  }

  /**
   * The flags, the spec's and the given ones last.
   *
   * @param more flags of the API server, by name without dashes
   */
  List<String> flags(int port, Map<String, String> more) {
    List<String> flags = new ArrayList<>();
    flags.add("--https-listen-port=" + port);
    for (String packaged : List.of("traefik", "servicelb", "metrics-server", "coredns")) {
      flags.add("--disable=" + packaged);
    }
    spec.dnsNames().forEach(name -> flags.add("--tls-san=" + name));
    apiServer(more)
        .forEach((name, value) -> flags.add("--kube-apiserver-arg=" + name + "=" + value));
    return flags;
  }

  private Map<String, String> apiServer(Map<String, String> more) {
    Map<String, String> flags = new LinkedHashMap<>();
    // k3s's default is false, since 2025 only without an authentication configuration (k3s#12245).
    flags.put("anonymous-auth", "true");
    flags.put("token-auth-file", files.tokens().toString());
    flags.put("service-account-issuer", spec.serviceAccountIssuer());
    flags.put(
        "api-audiences",
        spec.apiAudiences().isEmpty()
            ? spec.serviceAccountIssuer()
            : String.join(",", spec.apiAudiences()));
    flags.put("requestheader-allowed-names", FRONT_PROXIES);
    if (spec.authenticationConfiguration() != null) {
      flags.put("authentication-config", spec.authenticationConfiguration().toString());
    }
    flags.putAll(spec.flags());
    flags.putAll(more);
    return flags;
  }
}
