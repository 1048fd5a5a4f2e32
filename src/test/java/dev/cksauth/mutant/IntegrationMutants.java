package dev.cksauth.mutant;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.Refusal;
import dev.cksauth.reference.managed.RequestHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** API servers that use their webhook wrongly: by flags, or by a gateway before an honest one. */
final class IntegrationMutants {
  private static final String CONFIG = "authentication-token-webhook-config-file";
  private static final int UNAUTHORIZED = 401;
  private static final Caller MALLORY =
      new Caller("mallory", List.of("dev", "system:authenticated"));

  private final Supplier<WebhookBehind> cluster;

  private IntegrationMutants(Supplier<WebhookBehind> cluster) {
    this.cluster = cluster;
  }

  /** All of them; the cluster is asked for when a fault is put into it. */
  static Stream<Mutant> all(Supplier<WebhookBehind> cluster) {
    IntegrationMutants mutants = new IntegrationMutants(cluster);
    return Stream.of(
            mutants.letsEverybodyIn(),
            mutants.repeatsItself(),
            mutants.asksTheWebhookItself(),
            mutants.letsNobodyIn(),
            mutants.others(),
            mutants.atOtherPlaces(),
            mutants.byFlags(),
            AccessMutants.all(cluster))
        .flatMap(mutant -> mutant);
  }

  /** What a gateway does with a request that has a bearer token. */
  @FunctionalInterface
  private interface Handling {
    Optional<Front.Turn> of(WebhookBehind behind, RequestHead head, String token) throws Exception;
  }

  private Mutant gateway(String name, String killer, Handling handling) {
    return new Mutant(
        name,
        Part.UNMANAGED_ENDPOINT,
        "integration/" + killer,
        stage -> {
          WebhookBehind behind = cluster.get();
          stage.front(
              "unmanaged",
              arrival -> {
                Optional<String> token = Heads.bearer(arrival.head());
                Optional<Front.Turn> turn =
                    token.isPresent() && arrival.certificate().isEmpty()
                        ? handling.of(behind, arrival.head(), token.get())
                        : Optional.empty();
                return turn.isPresent() ? turn.get() : behind.gateway().honest(arrival);
              });
        });
  }

  /** The same fault, noticed by each of several scenarios. */
  private Stream<Mutant> gateways(String name, Handling handling, String... killers) {
    return Stream.of(killers)
        .map(killer -> gateway(name + " at " + killer.replaceFirst(".*/", ""), killer, handling));
  }

  private Stream<Mutant> letsEverybodyIn() {
    return gateways(
        "lets in whom the webhook refuses",
        (behind, head, token) ->
            behind.status(token) == UNAUTHORIZED
                ? Optional.of(behind.gateway().as(head, MALLORY))
                : Optional.empty(),
        "chain/rejects-unknown-token",
        "chain/refused-tokens-reach-the-webhook",
        "chain/console-token-is-not-written-down",
        "answer/no-clear-yes",
        "audience/refuses-answer",
        "cache/forgets-a-withdrawn-token",
        "cache/keeps-a-no",
        "outage/its-users-are-locked-out",
        "outage/asks-no-stranger",
        "outage/flaps",
        "retry/lost-connection",
        "retry/loses-the-token-in-other-redirects");
  }

  private Stream<Mutant> repeatsItself() {
    return gateways(
        "asks for each request twice",
        (behind, head, token) -> {
          int unused = behind.status(token);
          return Optional.empty();
        },
        "retry/asks-again#internal-error",
        "retry/asks-once",
        "retry/heeds-retry-after#unavailable-now",
        "cache/keeps-no-failure");
  }

  private Stream<Mutant> asksTheWebhookItself() {
    Handling handling =
        (behind, head, token) -> {
          boolean unused = behind.ask(token);
          return Optional.empty();
        };
    return Stream.concat(
        gateways(
            "asks the webhook itself about each token",
            handling,
            "chain/asks-the-webhook",
            "chain/does-not-show-what-others-accept",
            "cache/keeps-a-yes",
            "cache/asks-for-other-audiences",
            "call/keeps-its-connection",
            "retry/waits-for-a-slow-webhook",
            "retry/a-second-try-lets-in",
            "retry/waits-as-told"),
        Stream.of(everywhere()));
  }

  /** Looks for tokens where none are, and has the webhook judge them. */
  private Mutant everywhere() {
    return new Mutant(
        "asks about whatever may be a token",
        Part.UNMANAGED_ENDPOINT,
        "integration/chain/asks-about-no-other-header",
        stage -> {
          WebhookBehind behind = cluster.get();
          stage.front(
              "unmanaged",
              arrival -> {
                List<String> candidates = new ArrayList<>();
                Heads.query(arrival.head()).forEach(candidates::add);
                Heads.basic(arrival.head()).forEach(candidates::add);
                arrival.head().values("Authorization").stream()
                    .map(value -> value.replaceFirst("\\S+\\s+", ""))
                    .forEach(candidates::add);
                for (String candidate : candidates) {
                  boolean unused = behind.ask(candidate);
                }
                return behind.gateway().honest(arrival);
              });
        });
  }

  private Stream<Mutant> letsNobodyIn() {
    return gateways(
        "drops bearer tokens",
        (behind, head, token) ->
            Optional.of(behind.gateway().pass(Heads.without(head, Heads.named("Authorization")))),
        "chain/accepts-webhook-token",
        "chain/reads-the-authorization-header",
        "answer/yes-in-another-form",
        "audience/takes-answer",
        "outage/survives-a-restart",
        "retry/follows-redirect-with-the-token");
  }

  private Stream<Mutant> others() {
    return Stream.of(
            gateways(
                "takes every user for another",
                (behind, head, token) ->
                    behind.status(token) < UNAUTHORIZED
                        ? Optional.of(behind.gateway().as(head, MALLORY))
                        : Optional.empty(),
                "identity/is-what-the-webhook-says",
                "identity/groups-have-rights"),
            gateways(
                "adds all to those who are authenticated",
                (behind, head, token) -> Optional.of(behind.gateway().as(head, MALLORY)),
                "identity/is-not-authenticated-twice"),
            gateways(
                "tells what the webhook said",
                (behind, head, token) ->
                    behind.status(token) == UNAUTHORIZED
                        ? Optional.of(refusal("account carol is locked in realm hidden-realm"))
                        : Optional.empty(),
                "answer/tells-clients-nothing"),
            gateways(
                "bounds the length of headers",
                (behind, head, token) ->
                    token.length() > 8000 ? Optional.of(refusal("Unauthorized")) : Optional.empty(),
                "call/brings-long-tokens"),
            gateways(
                "serves nobody without the webhook",
                (behind, head, token) ->
                    behind.ask("ping") ? Optional.empty() : Optional.of(refusal("Unauthorized")),
                "outage/others-are-served#service-accounts"),
            oneTokenEach(),
            remembering())
        .flatMap(mutant -> mutant);
  }

  /** Whose next token is another one is taken for nobody. */
  private Stream<Mutant> oneTokenEach() {
    Map<String, String> first = new ConcurrentHashMap<>();
    return gateways(
        "knows one token of each user",
        (behind, head, token) -> {
          Optional<String> user = Jwt.subject(token);
          return user.isPresent() && !first.computeIfAbsent(user.get(), any -> token).equals(token)
              ? Optional.of(refusal("Unauthorized"))
              : Optional.empty();
        },
        "outage/restarts-under-load");
  }

  /** Gateways that keep what an API server answered, for good. */
  private Stream<Mutant> remembering() {
    Map<String, Integer> known = new ConcurrentHashMap<>();
    Handling keepsFailures =
        (behind, head, token) -> {
          if (!known.containsKey(token)) {
            known.put(token, behind.status(token));
          }
          return Integer.valueOf(UNAUTHORIZED).equals(known.get(token))
              ? Optional.of(refusal("Unauthorized"))
              : Optional.empty();
        };
    return gateways("keeps refusals for good", keepsFailures, "outage/its-users-are-locked-out");
  }

  private static Front.Turn refusal(String message) {
    return new Front.Answer(
        new Refusal(
            UNAUTHORIZED,
            List.of(new Header("Content-Type", "application/json")),
            """
            {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"%s","reason":"Unauthorized","code":401}
            """
                .formatted(message)));
  }

  private Stream<Mutant> atOtherPlaces() {
    return Stream.of(
        new Mutant(
            "the managed endpoint takes what the API server takes",
            Part.MANAGED_ENDPOINT,
            "integration/managed/rejects-used-webhook-token",
            stage -> managed(stage)),
        new Mutant(
            "the managed endpoint has the webhook asked",
            Part.MANAGED_ENDPOINT,
            "integration/managed/rejects-webhook-token",
            stage -> managed(stage)),
        new Mutant(
            "the webhook writes tokens down",
            Part.WEBHOOK,
            "integration/chain/console-token-is-not-written-down",
            this::leaking),
        new Mutant(
            "the webhook is asked about the token beside a certificate",
            Part.UNMANAGED_ENDPOINT,
            "integration/chain/does-not-ask-about-certificates",
            stage -> {
              WebhookBehind behind = cluster.get();
              stage.front(
                  "unmanaged",
                  arrival -> {
                    if (arrival.certificate().isPresent()) {
                      boolean unused = behind.ask(Heads.bearer(arrival.head()).orElse("none"));
                    }
                    return behind.gateway().honest(arrival);
                  });
            }));
  }

  private void managed(Stage stage) throws Exception {
    Gateway gateway = cluster.get().gateway();
    stage.front(
        "managed",
        arrival ->
            gateway
                .consoleUser(Heads.bearer(arrival.head()).stream())
                .map(user -> gateway.as(arrival.head(), user))
                .orElseGet(() -> gateway.pass(arrival.head())));
  }

  private void leaking(Stage stage) throws Exception {
    WebhookBehind behind = cluster.get();
    Path log = stage.reference().system().directory().resolve("subjects").resolve("leaking.log");
    PrivateFile.write(log, "started\n");
    Set<String> written = ConcurrentHashMap.newKeySet();
    stage.front(
        "unmanaged",
        arrival -> {
          Optional<String> token = Heads.bearer(arrival.head());
          if (token.isPresent() && written.add(token.get())) {
            Files.writeString(
                log, "asked about " + token.get() + "\n", java.nio.file.StandardOpenOption.APPEND);
          }
          return behind.gateway().honest(arrival);
        });
    stage.rewrite(text -> text.replaceFirst("log: \\{file: [^}]*}", "log: {file: leaking.log}"));
  }

  private Stream<Mutant> byFlags() {
    return Stream.of(
        accessFlags(),
        flags(
            "asks in the older version",
            "call/is-a-token-review",
            Map.of("authentication-token-webhook-version", "v1beta1")),
        flags(
            "keeps answers for ten minutes",
            "cache/forgets-a-withdrawn-token",
            Map.of("authentication-token-webhook-cache-ttl", "10m")),
        flags("knows of no webhook", "chain/accepts-webhook-token", Map.of(CONFIG, "")),
        flags(
            "has other audiences than the webhook",
            "chain/accepts-webhook-token",
            Map.of("api-audiences", "https://oidc.cks.coreweave.com/id/another")),
        kubeconfig(
            "trusts whoever is at the webhook's address",
            "outage/asks-no-stranger",
            text ->
                Pattern.compile("\"certificate-authority-data\": \"[^\"]*\"")
                    .matcher(text)
                    .replaceFirst("\"insecure-skip-tls-verify\": true")),
        kubeconfig(
            "shows the webhook no certificate",
            "chain/accepts-webhook-token",
            text -> text.replaceFirst("(?s)\"client-certificate-data\".*?\"}}", "}}")));
  }

  private Mutant accessFlags() {
    return new Mutant(
        "asks about accesses in the version of the flags' default",
        Part.API_SERVER,
        "integration/access/asks-in-v1",
        stage -> {
          WebhookBehind behind = cluster.get();
          Map<String, String> flags = honestFlags(behind);
          flags.put("authorization-config", "");
          flags.put("authorization-mode", "Webhook,RBAC");
          flags.put("authorization-webhook-config-file", behind.accessKubeconfig().toString());
          stage.apiServerBelow(flags);
        });
  }

  private Mutant flags(String name, String killer, Map<String, String> other) {
    return new Mutant(
        name,
        Part.API_SERVER,
        "integration/" + killer,
        stage -> {
          Map<String, String> flags = honestFlags(cluster.get());
          flags.putAll(other);
          stage.apiServerBelow(flags);
        });
  }

  /** The flags of an honest API server with the webhook. */
  static Map<String, String> honestFlags(WebhookBehind behind) throws IOException {
    Map<String, String> flags = new HashMap<>();
    flags.put(CONFIG, behind.kubeconfig().toString());
    flags.put("authentication-token-webhook-version", "v1");
    flags.put("authentication-token-webhook-cache-ttl", "5s");
    flags.put(
        "api-audiences",
        "https://oidc.cks.coreweave.com/id/another,https://kubernetes.default.svc");
    flags.put("authorization-config", behind.authorizationConfiguration().toString());
    flags.put("authentication-config", behind.authenticationConfiguration().toString());
    return flags;
  }

  @FunctionalInterface
  private interface Change {
    String of(String text);
  }

  private Mutant kubeconfig(String name, String killer, Change change) {
    return new Mutant(
        name,
        Part.API_SERVER,
        "integration/" + killer,
        stage -> {
          WebhookBehind behind = cluster.get();
          Path honest = behind.kubeconfig();
          Path changed = honest.resolveSibling(name.replace(' ', '-').replace("'", "") + ".json");
          PrivateFile.write(changed, change.of(Files.readString(honest)));
          Map<String, String> flags = honestFlags(behind);
          flags.put(CONFIG, changed.toString());
          stage.apiServerBelow(flags);
        });
  }
}
