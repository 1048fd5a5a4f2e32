package dev.cksauth.reference.managed;

import java.util.List;

/** The rights of the managed endpoint's own user, as JSON manifests for the API server. */
public final class ImpersonatorManifests {
  private static final String ROLE =
      """
      {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
       "metadata": {"name": "cks:managed-endpoint"},
       "rules": [
         {"apiGroups": [""], "resources": ["users", "groups"], "verbs": ["impersonate"]},
         {"apiGroups": ["authentication.k8s.io"], "resources": ["userextras"], "verbs": ["impersonate"]}]}
      """;

  private ImpersonatorManifests() {}

  /**
   * A ClusterRole that may impersonate and do nothing else, and its binding to one user, in the
   * order to create them.
   *
   * @param user the common name of {@link ManagedEndpointSpec#impersonator}'s certificate, of
   *     letters, digits, dots, colons and hyphens
   * @throws IllegalArgumentException when the name has other characters
   */
  public static List<String> forUser(String user) {
    if (!user.matches("[A-Za-z0-9.:-]+")) {
      throw new IllegalArgumentException("not a name for the endpoint's user: " + user);
    }
    return List.of(
        ROLE,
        """
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
         "metadata": {"name": "cks:managed-endpoint"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "cks:managed-endpoint"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "%s"}]}
        """
            .formatted(user));
  }
}
