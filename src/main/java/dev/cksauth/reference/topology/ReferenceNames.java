package dev.cksauth.reference.topology;

import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The names of a reference cluster in the forms that CKS uses. They are below {@code test}, which
 * RFC 6761 reserves: whatever goes wrong, nobody's real cluster is contacted.
 */
record ReferenceNames(String organisation, String hash, String cluster, UUID clusterId) {
  private static final String ZONE = ".k8s.us-east-04a.coreweave.test";

  /** What a customer has pointed at the API server before CKS had an endpoint for that. */
  private static final String CUSTOM_HOST = "kubernetes.customer.test";

  private static final int ORGANISATION_BYTES = 3;
  private static final int HASH_BYTES = 4;

  static ReferenceNames random() {
    return new ReferenceNames(
        hex(ORGANISATION_BYTES), hex(HASH_BYTES), "reference", UUID.randomUUID());
  }

  String managedHost() {
    return organisation + "-" + hash + ZONE;
  }

  String unmanagedHost() {
    return "api." + organisation + "-" + hash + ZONE;
  }

  String deprecatedHost() {
    return "api." + organisation + "-" + cluster + ZONE;
  }

  String customHost() {
    return CUSTOM_HOST;
  }

  /** All host names. */
  List<String> hosts() {
    return List.of(managedHost(), unmanagedHost(), deprecatedHost(), customHost());
  }

  ReferenceEndpoint managed(int port) {
    return new ReferenceEndpoint("managed", URI.create("https://" + managedHost()), port);
  }

  ReferenceEndpoint unmanaged(int port) {
    return new ReferenceEndpoint("unmanaged", URI.create("https://" + unmanagedHost()), port);
  }

  ReferenceEndpoint deprecated(int port) {
    return new ReferenceEndpoint("deprecated", URI.create("https://" + deprecatedHost()), port);
  }

  ReferenceEndpoint custom(int port) {
    return new ReferenceEndpoint("custom", URI.create("https://" + customHost()), port);
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
