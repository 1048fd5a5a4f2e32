package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.managed.TlsIdentity;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a CKS API is to be.
 *
 * @param identity shown to clients
 * @param own whether an id in a path is that of its cluster
 * @param cluster the document of its one cluster, without status and times
 */
public record CksApiSpec(
    TlsIdentity identity,
    Access access,
    Predicate<String> own,
    Merge merge,
    Rules rules,
    Configurator configurator,
    ObjectNode cluster) {

  /** The honest one. */
  public static CksApiSpec of(
      TlsIdentity identity, CloudConsole console, Configurator configurator, ObjectNode cluster) {
    return new CksApiSpec(
        identity,
        Access.of(console),
        cluster.path("id").asString("")::equals,
        Merge.masked(),
        Rules.strict(),
        configurator,
        cluster.deepCopy());
  }

  /** The same with another way to merge. */
  public CksApiSpec withMerge(Merge other) {
    return new CksApiSpec(identity, access, own, other, rules, configurator, cluster);
  }

  /** The same with other rules. */
  public CksApiSpec withRules(Rules other) {
    return new CksApiSpec(identity, access, own, merge, other, configurator, cluster);
  }

  /** The same for others. */
  public CksApiSpec withAccess(Access other) {
    return new CksApiSpec(identity, other, own, merge, rules, configurator, cluster);
  }

  /** The same that takes other ids for its cluster's. */
  public CksApiSpec withOwn(Predicate<String> other) {
    return new CksApiSpec(identity, access, other, merge, rules, configurator, cluster);
  }

  /**
   * The document of a cluster as a fresh one has it.
   *
   * @param endpoint the host of its managed endpoint, without a scheme
   */
  public static ObjectNode cluster(String id, String name, String version, String endpoint) {
    ObjectNode cluster = JsonNodeFactory.instance.objectNode();
    return cluster
        .put("id", id)
        .put("name", name)
        .put("zone", "US-EAST-04A")
        .put("vpcId", "00000000-0000-4000-8000-000000000000")
        .put("public", true)
        .put("version", version)
        .put("apiServerEndpoint", endpoint);
  }
}
