package dev.cksauth.reference.topology;

import dev.cksauth.reference.console.ConsoleManifests;
import dev.cksauth.reference.console.Role;
import dev.cksauth.reference.managed.ImpersonatorManifests;
import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Gives the console's groups and the managed endpoint their rights in the cluster. */
final class Rights {

  /** How long the API server's authorizer may take to learn of a new binding; milliseconds. */
  private static final Duration EFFECTIVE = Duration.ofSeconds(30);

  private static final Duration STEP = Duration.ofMillis(10);
  private static final String GROUP = "/apis/rbac.authorization.k8s.io/v1/";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/subjectaccessreviews";

  private final AdministratorClient administrator;

  Rights(AdministratorClient administrator) {
    this.administrator = administrator;
  }

  /** Creates them, and waits until they are in force. */
  void grant(String impersonator) throws IOException, InterruptedException {
    List<String> manifests = new ArrayList<>(ImpersonatorManifests.forUser(impersonator));
    manifests.addAll(ConsoleManifests.roles());
    for (String manifest : manifests) {
      boolean binding = manifest.contains("\"ClusterRoleBinding\"");
      administrator.create(GROUP + (binding ? "clusterrolebindings" : "clusterroles"), manifest);
    }
    await(
        "the managed endpoint may impersonate",
        "\"user\": \"%s\"".formatted(impersonator),
        "impersonate",
        "users");
    await("administrators may create", group(Role.ADMIN), "create", "namespaces");
    await("viewers may read", group(Role.VIEWER), "list", "pods");
  }

  private static String group(Role role) {
    return "\"groups\": [\"%s\"]".formatted(role.group());
  }

  private void await(String condition, String who, String verb, String resource)
      throws IOException, InterruptedException {
    String review =
        """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview",
         "spec": {%s, "resourceAttributes": {"verb": "%s", "resource": "%s"}}}
        """
            .formatted(who, verb, resource);
    Poll.until(
        condition,
        EFFECTIVE,
        STEP,
        () ->
            administrator.create(REVIEWS, review).path("status").path("allowed").asBoolean(false)
                ? Poll.Attempt.success()
                : Poll.Attempt.notYet("not allowed yet"));
  }
}
