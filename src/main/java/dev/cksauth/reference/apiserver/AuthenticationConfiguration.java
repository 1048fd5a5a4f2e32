package dev.cksauth.reference.apiserver;

import dev.cksauth.credential.PrivateFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The issuers that an API server takes tokens of, as its file says them: kind
 * AuthenticationConfiguration of apiserver.config.k8s.io/v1 (Kubernetes reference, Authenticating).
 * Anonymous access stays with the flags: named in both, the API server does not start.
 */
public record AuthenticationConfiguration(List<JwtIssuer> issuers) {

  public AuthenticationConfiguration {
    issuers = List.copyOf(issuers);
  }

  /**
   * One issuer.
   *
   * @param discovery where its discovery document is, if not below its URL
   * @param authority what signed its certificate, in PEM
   * @param audiences of which a token must name one
   * @param mappings the {@code claimMappings} as the file has them
   * @param rules other members as the file has them: {@code claimValidationRules}, {@code
   *     userValidationRules}
   */
  public record JwtIssuer(
      URI url,
      Optional<URI> discovery,
      String authority,
      List<String> audiences,
      Map<String, Object> mappings,
      Map<String, Object> rules) {

    public JwtIssuer {
      audiences = List.copyOf(audiences);
      mappings = Map.copyOf(mappings);
      rules = Map.copyOf(rules);
    }

    /** An issuer whose claims are taken as they are, behind prefixes. */
    public static JwtIssuer of(
        URI url,
        String authority,
        String audience,
        Mapping username,
        Map<String, Object> otherMappings) {
      Map<String, Object> mappings = new TreeMap<>(otherMappings);
      mappings.put("username", username.json());
      return new JwtIssuer(url, Optional.empty(), authority, List.of(audience), mappings, Map.of());
    }

    /** The same with its discovery document elsewhere. */
    public JwtIssuer withDiscoveryAt(URI document) {
      return new JwtIssuer(url, Optional.of(document), authority, audiences, mappings, rules);
    }

    /** The same with these members beside. */
    public JwtIssuer withRules(Map<String, Object> members) {
      return new JwtIssuer(url, discovery, authority, audiences, mappings, members);
    }

    private Map<String, Object> json() {
      Map<String, Object> issuer = new TreeMap<>();
      issuer.put("url", url.toString());
      discovery.ifPresent(document -> issuer.put("discoveryURL", document.toString()));
      issuer.put("audiences", audiences);
      issuer.put("certificateAuthority", authority);
      if (audiences.size() > 1) {
        issuer.put("audienceMatchPolicy", "MatchAny");
      }
      Map<String, Object> json = new TreeMap<>(rules);
      json.put("issuer", issuer);
      json.put("claimMappings", mappings);
      return json;
    }
  }

  /** A claim and what is put before its values. */
  public record Mapping(String claim, String prefix) {
    /** As the file has it. */
    public Map<String, Object> json() {
      return Map.of("claim", claim, "prefix", prefix);
    }
  }

  /** As the file has it: JSON, which is YAML. */
  String json() {
    Map<String, Object> json = new TreeMap<>();
    json.put("apiVersion", "apiserver.config.k8s.io/v1");
    json.put("kind", "AuthenticationConfiguration");
    json.put("jwt", issuers.stream().map(JwtIssuer::json).toList());
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
