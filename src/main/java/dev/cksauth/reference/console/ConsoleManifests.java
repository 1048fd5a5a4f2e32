package dev.cksauth.reference.console;

import java.util.List;

/** The cluster's side of the console's roles, as JSON manifests for the API server. */
public final class ConsoleManifests {
  private static final String ADMINS =
      """
      {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
       "metadata": {"name": "cks:admins"},
       "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cluster-admin"},
       "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "%s"}]}
      """
          .formatted(Role.ADMIN.group());

  // Not the built-in role "view": it is empty until the controller that aggregates roles has run,
  // and the reference system runs without that controller.
  private static final String VIEWER =
      """
      {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
       "metadata": {"name": "cks:viewer"},
       "rules": [
         {"apiGroups": [""], "verbs": ["get", "list", "watch"],
          "resources": ["configmaps", "endpoints", "events", "limitranges", "namespaces", "nodes",
            "persistentvolumeclaims", "persistentvolumes", "pods", "pods/log", "pods/status",
            "replicationcontrollers", "resourcequotas", "serviceaccounts", "services"]},
         {"apiGroups": ["apps", "autoscaling", "batch", "discovery.k8s.io", "events.k8s.io",
            "networking.k8s.io", "policy", "storage.k8s.io"],
          "verbs": ["get", "list", "watch"], "resources": ["*"]}]}
      """;

  private static final String VIEWERS =
      """
      {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
       "metadata": {"name": "cks:viewers"},
       "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cks:viewer"},
       "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "%s"}]}
      """
          .formatted(Role.VIEWER.group());

  private ConsoleManifests() {}

  /**
   * The objects that give the console's groups their rights, in the order to create them: a
   * ClusterRoleBinding of {@link Role#ADMIN} to {@code cluster-admin}, a read-only ClusterRole, and
   * a ClusterRoleBinding of {@link Role#VIEWER} to it.
   */
  public static List<String> roles() {
    return List.of(ADMINS, VIEWER, VIEWERS);
  }
}
