package dev.cksauth.reference.cksapi;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The fields of a cluster, by what a change may do to them. */
final class Fields {
  static final String OIDC = "oidc";
  static final String AUTHN = "authnWebhook";
  static final String AUTHZ = "authzWebhook";
  static final String SERVER = "server";
  static final String CA = "ca";
  static final String STATUS = "status";
  static final String ALGORITHMS = "signingAlgorithms";

  /** Named in a change, but never changed by it. */
  static final List<String> IMMUTABLE = List.of("name", "zone", "vpcId", "apiServerEndpoint");

  /** What may be changed elsewhere and not here, where no node is and no network. */
  static final List<String> NOT_HERE =
      List.of(
          "public",
          "auditPolicy",
          "network",
          "disableOidcInfoPublication",
          "kubelet",
          "additionalServerSans",
          "tailscale",
          "sharedStorageClusterId");

  /** The messages that may be changed here, with their fields. */
  static final Map<String, Set<String>> MUTABLE =
      new TreeMap<>(
          Map.of(
              AUTHN,
              Set.of(SERVER, CA),
              AUTHZ,
              Set.of(SERVER, CA),
              OIDC,
              Set.of(
                  "issuerUrl",
                  "clientId",
                  "usernameClaim",
                  "usernamePrefix",
                  "groupsClaim",
                  "groupsPrefix",
                  CA,
                  "requiredClaim",
                  ALGORITHMS,
                  "adminGroupBinding")));

  private Fields() {}

  /**
   * A path of an update mask.
   *
   * @param field empty: the message as a whole
   */
  record Path(String message, String field) {}

  /** Reads a path in camel case or, as the vendor's own client writes it, in snake case. */
  static Optional<Path> path(String written) {
    String camel = camel(written.strip());
    int dot = camel.indexOf('.');
    String message = dot < 0 ? camel : camel.substring(0, dot);
    String field = dot < 0 ? "" : camel.substring(dot + 1);
    Set<String> fields = MUTABLE.getOrDefault(message, Set.of());
    return fields.contains(field) || (field.isEmpty() && !fields.isEmpty())
        ? Optional.of(new Path(message, field))
        : Optional.empty();
  }

  /** The message that a path is about, whether it may be changed or not. */
  static String message(String written) {
    return camel(written.strip()).replaceFirst("\\..*", "");
  }

  private static String camel(String written) {
    StringBuilder camel = new StringBuilder();
    boolean upper = false;
    for (int i = 0; i < written.length(); i++) {
      char letter = written.charAt(i);
      if (letter == '_') {
        upper = true;
      } else {
        camel.append(upper ? Character.toUpperCase(letter) : letter);
        upper = false;
      }
    }
    return camel.toString();
  }
}
