package dev.cksauth.mutant;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.Refusal;
import dev.cksauth.reference.managed.RequestHead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** API servers that are wrongly configured for the webhooks that they ask about accesses. */
final class AccessMutants {
  private static final String CONFIG = "authorization-config";
  private static final int FORBIDDEN = 403;

  private final Supplier<WebhookBehind> cluster;
  private final JsonMapper json = new JsonMapper();

  private AccessMutants(Supplier<WebhookBehind> cluster) {
    this.cluster = cluster;
  }

  static Stream<Mutant> all(Supplier<WebhookBehind> cluster) {
    AccessMutants mutants = new AccessMutants(cluster);
    return Stream.of(
            mutants.settings(),
            mutants.lists(),
            mutants.conditions(),
            mutants.wording(),
            Stream.of(mutants.masters()))
        .flatMap(mutant -> mutant);
  }

  /** Changes the list of authorizers: both webhooks, then RBAC. */
  @FunctionalInterface
  private interface Change {
    void of(ArrayNode authorizers) throws Exception;
  }

  private Mutant configured(String name, String killer, Change change) {
    return new Mutant(
        name,
        Part.API_SERVER,
        "integration/access/" + killer,
        stage -> {
          WebhookBehind behind = cluster.get();
          Path honest = behind.authorizationConfiguration();
          if (!(json.readTree(Files.readString(honest)) instanceof ObjectNode root)
              || !(root.path("authorizers") instanceof ArrayNode authorizers)) {
            throw new IllegalStateException("no authorizers in " + honest);
          }
          change.of(authorizers);
          Path changed = honest.resolveSibling(name.replace(' ', '-') + ".json");
          PrivateFile.write(changed, root.toString());
          Map<String, String> flags = IntegrationMutants.honestFlags(behind);
          flags.put(CONFIG, changed.toString());
          stage.apiServerBelow(flags);
        });
  }

  private Mutant setting(String name, String killer, int at, String key, String value) {
    return configured(
        name,
        killer,
        authorizers -> {
          Object unused = webhook(authorizers, at).put(key, value);
        });
  }

  private static ObjectNode webhook(ArrayNode authorizers, int at) {
    if (authorizers.path(at).path("webhook") instanceof ObjectNode webhook) {
      return webhook;
    }
    throw new IllegalStateException("no webhook at " + at);
  }

  private Stream<Mutant> settings() {
    return Stream.of(
        setting(
            "asks about accesses in the older version",
            "asks-in-v1",
            0,
            "subjectAccessReviewVersion",
            "v1beta1"),
        setting(
            "asks about accesses in the newer version",
            "asks-in-v1beta1",
            1,
            "subjectAccessReviewVersion",
            "v1"),
        setting("keeps grants for ten minutes", "forgets-a-grant", 0, "authorizedTTL", "10m"),
        setting(
            "keeps no opinion for ten minutes", "forgets-a-refusal", 0, "unauthorizedTTL", "10m"),
        setting("keeps no opinion at all", "keeps-an-answer", 0, "unauthorizedTTL", "1ms"),
        setting(
            "takes a failure for a refusal where it is to be none",
            "fails-open-to-rbac",
            0,
            "failurePolicy",
            "Deny"),
        setting(
            "takes a failure for no opinion where it is to refuse",
            "strict-failure-locks-out",
            1,
            "failurePolicy",
            "NoOpinion"));
  }

  private Stream<Mutant> lists() {
    Change rbacFirst =
        authorizers -> {
          JsonNode rbac = authorizers.remove(authorizers.size() - 1);
          ArrayNode unused = authorizers.insert(0, rbac);
        };
    Change none = authorizers -> removeWebhooks(authorizers);
    Change all =
        authorizers ->
            authorizers.addObject().put("type", "AlwaysAllow").put("name", "alwaysallow");
    Change twice =
        authorizers -> {
          if (authorizers.path(0).deepCopy() instanceof ObjectNode again) {
            ArrayNode unused = authorizers.insert(1, again.put("name", "again"));
          }
        };
    return Stream.of(
            same("asks RBAC first", rbacFirst, "overrules-rbac", "yes-and-no-is-no"),
            same("asks no webhook about accesses", none, "grants", "tells-no-list-of-rights"),
            same("grants what nobody refuses", all, "grants-nothing"),
            same(
                "asks about each access twice",
                twice,
                "fails-to-nobody",
                "asks-again",
                "keeps-no-failure"),
            same("asks a webhook that is not there", this::unreachable, "leaves-the-rest-to-rbac"))
        .flatMap(mutant -> mutant);
  }

  private void unreachable(ArrayNode authorizers) throws Exception {
    Path honest = cluster.get().accessKubeconfig();
    Path nowhere =
        PrivateFile.write(
            honest.resolveSibling("nowhere.json"),
            Files.readString(honest)
                .replaceFirst("\"server\": \"[^\"]+\"", "\"server\": \"https://127.0.0.1:1/\""));
    if (webhook(authorizers, 1).path("connectionInfo") instanceof ObjectNode connection) {
      Object unused = connection.put("kubeConfigFile", nowhere.toString());
    }
  }

  private static void removeWebhooks(ArrayNode authorizers) {
    while (authorizers.path(0).has("webhook")) {
      JsonNode unused = authorizers.remove(0);
    }
  }

  private Stream<Mutant> same(String name, Change change, String... killers) {
    return Stream.of(killers)
        .map(killer ->
            configured(killers.length == 1 ? name : name + " at " + killer, killer, change));
  }

  private Stream<Mutant> conditions() {
    return Stream.of(
        condition(
            "asks about nobody without a name",
            "asks-about-anonymous",
            0,
            "request.user != 'system:anonymous'"),
        condition(
            "asks about resources alone",
            "says-what-is-asked#path",
            0,
            "has(request.resourceAttributes)"),
        condition("leaves nobody out", "exempt-user-is-not-asked-about", 1, "request.user != ''"));
  }

  private Mutant condition(String name, String killer, int at, String expression) {
    UnaryOperator<ObjectNode> only =
        webhook -> {
          webhook.putArray("matchConditions").addObject().put("expression", expression);
          return webhook;
        };
    return configured(
        name,
        killer,
        authorizers -> {
          ObjectNode unused = only.apply(webhook(authorizers, at));
        });
  }

  /** The gateway tells of all refusals and failures in words of its own. */
  private Stream<Mutant> wording() {
    return Stream.of("reason-is-told", "failure-is-an-error")
        .map(killer ->
            new Mutant(
                "words each refusal itself at " + killer,
                Part.API_SERVER,
                "integration/access/" + killer,
                stage -> {
                  WebhookBehind behind = cluster.get();
                  stage.frontOfAdministrator(arrival -> {
                    RequestHead head = arrival.head();
                    Optional<String> user = head.values("Impersonate-User").stream().findFirst();
                    return user.isPresent()
                            && behind.statusAs(user.get(), head.target()) >= FORBIDDEN
                        ? forbidden(user.get())
                        : behind.gateway().pass(head);
                  });
                }));
  }

  private static Front.Turn forbidden(String user) {
    return new Front.Answer(
        new Refusal(
            FORBIDDEN,
            List.of(new Header("Content-Type", "application/json")),
            """
            {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure", "code": 403,
             "reason": "Forbidden", "message": "forbidden: User \\"%s\\" may not do this"}
            """
                .formatted(user)));
  }

  /** As if the group were one like others: the gateway does not let it through. */
  private Mutant masters() {
    return new Mutant(
        "knows nothing of system:masters",
        Part.API_SERVER,
        "integration/access/masters-are-not-asked-about",
        stage -> {
          Gateway gateway = cluster.get().gateway();
          stage.frontOfAdministrator(arrival ->
              gateway.pass(
                  arrival.head().values("Impersonate-Group").equals(List.of("system:masters"))
                      ? Heads.without(arrival.head(), Heads.named("Impersonate-Group"))
                      : arrival.head()));
        });
  }
}
