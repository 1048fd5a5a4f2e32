package dev.cksauth.cli;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Right;
import dev.cksauth.engine.Forecast;
import dev.cksauth.subject.Address;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Endpoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A ServiceAccount with just the rights that a forecast asks for, as a person applies it. */
final class RbacManifest {

  private static final String NAME = "cks-auth";

  /** Whoever may have tokens issued here may have anything anyway. */
  private static final String NAMESPACE = "kube-system";

  /** What `clean` needs where a run makes namespaces. */
  private static final String CLEANING = "find-leftovers";

  private final Catalogue catalogue;
  private final ClusterSubject cluster;
  private final StringWriter text = new StringWriter();
  private final PrintWriter yaml = new PrintWriter(text);

  RbacManifest(Catalogue catalogue, ClusterSubject cluster) {
    this.catalogue = catalogue;
    this.cluster = cluster;
  }

  String render(Forecast forecast) {
    if (forecast.rights().isEmpty()) {
      yaml.printf(
          "# Nothing that would run on %s needs a right there: no administrator" + " is needed.%n",
          cluster.id());
      return text.toString();
    }
    head(forecast);
    yaml.printf("apiVersion: v1%n");
    yaml.printf("kind: ServiceAccount%n");
    yaml.printf("metadata: {name: %s, namespace: %s}%n", NAME, NAMESPACE);
    yaml.printf("---%n");
    yaml.printf("apiVersion: rbac.authorization.k8s.io/v1%n");
    yaml.printf("kind: ClusterRole%n");
    yaml.printf("metadata: {name: %s}%n", NAME);
    yaml.printf("rules:%n");
    rules(forecast);
    yaml.printf("---%n");
    yaml.printf("apiVersion: rbac.authorization.k8s.io/v1%n");
    yaml.printf("kind: ClusterRoleBinding%n");
    yaml.printf("metadata: {name: %s}%n", NAME);
    yaml.printf(
        "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s}%n", NAME);
    yaml.printf("subjects: [{kind: ServiceAccount, name: %s, namespace: %s}]%n", NAME, NAMESPACE);
    return text.toString();
  }

  private void head(Forecast forecast) {
    yaml.printf("# What cks-auth needs as the administrator of %s, for the%n", cluster.id());
    yaml.printf(
        "# %d scenarios that would run there. Apply it as one who may grant it:%n",
        forecast.running().size());
    yaml.printf("#%n");
    yaml.printf("#   cks-auth rbac %s | kubectl apply -f -%n", cluster.file());
    yaml.printf(
        "#   (umask 077; kubectl create token %s --namespace %s --duration 8h > %s.token)%n",
        NAME, NAMESPACE, NAME);
    yaml.printf("#%n");
    yaml.printf("# The administrator's kubeconfig is then, beside that token:%n");
    yaml.printf("#%n");
    kubeconfig().lines().forEach(one -> yaml.printf("#   %s%n", one));
    yaml.printf("#%n");
    yaml.printf(
        "# and the subject's file says: administrator: {kubeconfig: {file: %s.kubeconfig}}%n",
        NAME);
    yaml.printf(
        "# What it may do, it may do in every namespace: that of a run has a random name, and%n");
    yaml.printf("# RBAC knows no patterns. Keep its token as you keep an administrator's.%n");
    yaml.printf(
        "# Away with it again: kubectl delete clusterrolebinding,clusterrole %s, and%n", NAME);
    yaml.printf("# kubectl delete serviceaccount %s --namespace %s%n", NAME, NAMESPACE);
  }

  /** ServiceAccounts are known at the unmanaged endpoint only. */
  private String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: cluster, cluster: {%s}}]
    users: [{name: %s, user: {tokenFile: %s.token}}]
    contexts: [{name: %s, context: {cluster: cluster, user: %s}}]
    current-context: %s
    """
        .formatted(server(), NAME, NAME, NAME, NAME, NAME);
  }

  private String server() {
    Optional<Endpoint> unmanaged = cluster.endpoint(Endpoint.UNMANAGED);
    if (unmanaged.isEmpty()) {
      return "server: \"<the unmanaged endpoint>\"";
    }
    Endpoint endpoint = unmanaged.get();
    String server =
        endpoint
            .address()
            .map(address ->
                "server: \"https://%s\", tls-server-name: \"%s\""
                    .formatted(hostAndPort(address), endpoint.url().getHost()))
            .orElseGet(() -> "server: \"" + endpoint.url() + "\"");
    String ca = cluster.document().at("/endpoints/unmanaged/ca").asString("");
    return ca.isEmpty() || ca.contains("\n")
        ? server
        : server + ", certificate-authority: \"" + ca + "\"";
  }

  private static String hostAndPort(Address address) {
    String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
    return host + ":" + address.port();
  }

  private void rules(Forecast forecast) {
    Map<String, List<Right>> needed = new LinkedHashMap<>(forecast.rights());
    Capability cleaning = catalogue.capabilities().get(CLEANING);
    if (forecast.makesNamespace()
        && cleaning != null
        && cleaning.origin() instanceof Capability.Rights(List<Right> rights)) {
      needed.put(CLEANING, rights);
    }
    Set<Right> granted = new TreeSet<>();
    needed.forEach((name, rights) -> {
      int uses = forecast.uses(name);
      yaml.printf(
          "  # %s: %s%n",
          name, uses > 0 ? scenarios(uses) : "`cks-auth clean`, after a run that was killed");
      for (Right right : rights) {
        if (!granted.add(right)) {
          yaml.printf("  # %s: above%n", right.words());
        }
      }
      merged(rights.stream().filter(right -> first(needed, name, right)).toList());
    });
  }

  private static String scenarios(int count) {
    return count == 1 ? "1 scenario" : count + " scenarios";
  }

  /** Whether no capability before the named one has brought a right. */
  private static boolean first(Map<String, List<Right>> needed, String name, Right right) {
    for (Map.Entry<String, List<Right>> each : needed.entrySet()) {
      if (each.getKey().equals(name)) {
        return true;
      }
      if (each.getValue().contains(right)) {
        return false;
      }
    }
    return true;
  }

  /** One rule for each group, resource and its verbs. */
  private void merged(List<Right> rights) {
    Map<String, Set<String>> verbs = new TreeMap<>();
    Map<String, Right> samples = new TreeMap<>();
    for (Right right : rights) {
      String target = right.group() + " " + right.target();
      samples.put(target, right);
      verbs.computeIfAbsent(target, any -> new TreeSet<>()).add(right.verb());
    }
    samples.forEach((target, right) ->
        yaml.printf(
            "  - {apiGroups: [\"%s\"], resources: [%s], verbs: [%s]}%n",
            right.group(),
            right.target(),
            String.join(", ", verbs.getOrDefault(target, Set.of()))));
  }
}
