package dev.cksauth.mutant;

import dev.cksauth.reference.cksapi.ApiCode;
import dev.cksauth.reference.cksapi.ApiProblem;
import dev.cksauth.reference.cksapi.AuthSettings;
import dev.cksauth.reference.cksapi.Configurator;
import dev.cksauth.reference.cksapi.Merge;
import dev.cksauth.reference.cksapi.OidcBlock;
import dev.cksauth.reference.cksapi.WebhookBlock;
import dev.cksauth.reference.topology.FaultyConfigurable.Fault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** CKS APIs with one fault each, and such as do to the API server something else than they say. */
final class ConfigurationMutants {
  private static final String API = "CKS API";
  private static final String EFFECT = "configurator of the API server";
  private static final String AUTHN = "authnWebhook";
  private static final String MASK = "updateMask";
  private static final String END = "-----END CERTIFICATE-----\n";

  private ConfigurationMutants() {}

  /** One of them. */
  record Faulty(KillMatrix.Row row, Fault fault) {
    /** The same with an API server that follows. */
    Faulty onItsApiServer() {
      return new Faulty(row, fault.withConfigurator(honest -> honest));
    }

    @Override
    public String toString() {
      return row.name();
    }
  }

  /** What changes an API server. */
  @FunctionalInterface
  private interface Effect {
    void of(AuthSettings settings, Configurator honest) throws IOException, InterruptedException;
  }

  /** All of them; the authority is that of all certificates, in PEM. */
  static Stream<Faulty> all(String authority) {
    return Stream.of(callers(), values(), merges(), effects(authority), later(authority))
        .flatMap(Function.identity());
  }

  private static Faulty api(String name, String killer, Fault fault) {
    // Its API server need not follow: the fault is in what the API says.
    return new Faulty(
        new KillMatrix.Row(name, API, "configuration/" + killer),
        fault.withConfigurator(honest -> new Idle()));
  }

  private static Faulty merging(
      String name, String killer, BiConsumer<ObjectNode, ObjectNode> afterwards) {
    return api(
        name,
        killer,
        Fault.NONE.withMerge(honest ->
            (present, request) -> {
              ObjectNode merged = honest.of(present, request);
              afterwards.accept(merged, request);
              return merged;
            }));
  }

  private static Faulty asking(
      String name, String killer, BiConsumer<ObjectNode, ObjectNode> before) {
    return api(name, killer, Fault.NONE.withMerge(honest -> before(honest, before)));
  }

  private static Merge before(Merge honest, BiConsumer<ObjectNode, ObjectNode> before) {
    return (present, request) -> {
      ObjectNode other = request.deepCopy();
      before.accept(present, other);
      return honest.of(present, other);
    };
  }

  private static Faulty effect(String name, String killer, Effect effect) {
    return new Faulty(
        new KillMatrix.Row(name, EFFECT, "configuration/" + killer),
        Fault.NONE.withConfigurator(honest -> new Other(honest, effect)));
  }

  private static Stream<Faulty> callers() {
    return Stream.of(
        api(
            "tells nobody of a cluster who may change it",
            "api/reads-the-cluster",
            Fault.NONE.withAccess(honest ->
                (token, writes) -> {
                  honest.require(token, !writes);
                  if (!writes) {
                    throw new ApiProblem(ApiCode.PERMISSION_DENIED, "not for reading");
                  }
                })),
        api(
            "serves callers without a token",
            "api/refuses-strangers#without-a-token",
            Fault.NONE.withAccess(honest ->
                (token, writes) -> {
                  if (token.isPresent()) {
                    honest.require(token, writes);
                  }
                })),
        api(
            "serves callers with any token",
            "api/refuses-strangers#with-an-unknown-token",
            Fault.NONE.withAccess(honest ->
                (token, writes) -> {
                  if (token.isEmpty()) {
                    honest.require(token, writes);
                  }
                })),
        api(
            "lets readers change clusters",
            "api/lets-readers-read-only",
            Fault.NONE.withAccess(honest -> (token, writes) -> honest.require(token, false))),
        api(
            "takes any id for its cluster's",
            "api/knows-no-other-cluster",
            Fault.NONE.withOwn(honest -> id -> true)));
  }

  private static Stream<Faulty> values() {
    Stream<Faulty> unchecked =
        Stream.of("values/refuses-webhook", "values/refuses-issuer")
            .map(killer ->
                api(
                    "checks nothing at " + killer.replaceFirst(".*-", ""),
                    killer,
                    Fault.NONE.withRules(honest -> wanted -> {})));
    return Stream.concat(
        unchecked,
        Stream.of(
            asking(
                "takes no notice of what cannot be changed",
                "values/changes-nothing-else",
                (present, request) -> {
                  request.remove(List.of("name", "zone", "vpcId", "apiServerEndpoint"));
                  request.put(MASK, "authnWebhook");
                }),
            asking(
                "takes no notice of an unknown mask",
                "values/refuses-unknown-mask",
                (present, request) -> request.put(MASK, "authnWebhook"))));
  }

  private static Stream<Faulty> merges() {
    return Stream.of(
        merging(
            "forgets the authority",
            "webhook/comes-into-use",
            (merged, request) -> forgetAuthority(merged)),
        asking(
            "sets the whole block for one field",
            "mask/names-what-changes",
            (present, request) ->
                request.put(MASK, request.path(MASK).asString("").replace(".server", ""))),
        asking(
            "clears the webhook when an issuer is set",
            "mask/is-not-needed",
            (present, request) -> {
              if (request.has("oidc")) {
                request.put(MASK, "oidc,authnWebhook");
              }
            }),
        asking(
                "clears the issuer when the webhook is removed",
                "both/are-used-together",
                (present, request) -> {
                  if (!request.has(AUTHN)) {
                    request.put(MASK, "oidc,authnWebhook");
                  }
                })
            .onItsApiServer(),
        merging(
            "writes the same in another way each time",
            "repeat/changes-nothing",
            (merged, request) -> {
              if (request.path(AUTHN).has("server")) {
                ((ObjectNode) merged.path(AUTHN))
                    .put("server", merged.path(AUTHN).path("server").asString("") + "/");
              }
            }));
  }

  private static Stream<Faulty> effects(String authority) {
    return Stream.of(
        effect("never applies a webhook", "webhook/comes-into-use", (settings, honest) -> {}),
        effect("keeps the first webhook", "webhook/is-changed", new First()),
        effect(
            "keeps a webhook that is removed",
            "webhook/is-removed",
            (settings, honest) -> {
              if (settings.authn().isPresent()) {
                honest.handOver(settings);
              }
            }),
        effect(
            "finds an authority by itself",
            "webhook/is-not-believed",
            (settings, honest) -> honest.handOver(trusting(settings, any -> authority))),
        effect(
            "takes the last certificate of an authority only",
            "webhook/gets-another-authority",
            (settings, honest) ->
                honest.handOver(trusting(settings, ConfigurationMutants::lastOf))),
        effect("keeps the first issuer", "oidc/is-changed-and-removed", new First()));
  }

  private static Stream<Faulty> later(String authority) {
    return Stream.of(
        api(
            "takes changes and makes none",
            "at-once/leave-one-of-them",
            Fault.NONE.withMerge(honest -> (present, request) -> present.deepCopy())),
        effect(
            "uses neither of two webhooks that come at once",
            "at-once/leave-one-of-them",
            (settings, honest) -> {}),
        effect(
            "leads a URL with a query elsewhere",
            "webhook/has-more-in-its-url#a-query",
            (settings, honest) -> honest.handOver(elsewhere(settings, "?"))),
        effect(
            "leads a URL with a slash at its end elsewhere",
            "webhook/has-more-in-its-url#a-slash-at-its-end",
            (settings, honest) -> honest.handOver(elsewhere(settings, "authenticate/"))),
        effect(
            "keeps an issuer that is not there",
            "oidc/is-not-there#that-does-not-answer",
            new First()),
        effect(
            "finds the authority of an issuer by itself",
            "oidc/is-not-there#whose-authority-is-another",
            (settings, honest) -> honest.handOver(believing(settings, authority))),
        effect(
            "applies a webhook to no endpoint of a customer's",
            "migration/custom-endpoint-goes-on",
            (settings, honest) -> {}),
        effect(
            "applies a webhook to no deprecated endpoint",
            "migration/deprecated-endpoint-goes-on",
            (settings, honest) -> {}),
        merging(
            "forgets the authority, on a tour",
            "live/tour",
            (merged, request) -> forgetAuthority(merged)),
        merging(
                "makes the cluster anew",
                "live/tour",
                (merged, request) -> merged.put("createdAt", "2026-01-01T00:00:00Z"))
            .onItsApiServer());
  }

  private static void forgetAuthority(ObjectNode merged) {
    if (merged.path(AUTHN) instanceof ObjectNode webhook) {
      webhook.remove("ca");
    }
  }

  private static AuthSettings elsewhere(AuthSettings settings, String part) {
    return new AuthSettings(
        settings.oidc(),
        settings
            .authn()
            .map(one ->
                one.server().contains(part)
                    ? new WebhookBlock("https://localhost:9/authenticate", one.ca())
                    : one),
        settings.authz());
  }

  private static AuthSettings believing(AuthSettings settings, String authority) {
    return new AuthSettings(
        settings
            .oidc()
            .map(one ->
                new OidcBlock(
                    one.issuerUrl(),
                    one.clientId(),
                    one.usernameClaim(),
                    one.usernamePrefix(),
                    one.groupsClaim(),
                    one.groupsPrefix(),
                    authority,
                    one.requiredClaim())),
        settings.authn(),
        settings.authz());
  }

  private static AuthSettings trusting(AuthSettings settings, UnaryOperator<String> authority) {
    Optional<WebhookBlock> webhook =
        settings.authn().map(one -> new WebhookBlock(one.server(), authority.apply(one.ca())));
    return new AuthSettings(settings.oidc(), webhook, settings.authz());
  }

  private static String lastOf(String pem) {
    int end = pem.lastIndexOf(END, Math.max(0, pem.length() - END.length() - 1));
    return end < 0 ? pem : pem.substring(end + END.length());
  }

  /** Applies the first settings that have anything, and no others. */
  private static final class First implements Effect {
    private final AtomicInteger taken = new AtomicInteger();

    @Override
    public void of(AuthSettings settings, Configurator honest)
        throws IOException, InterruptedException {
      if (!settings.equals(AuthSettings.NONE) && taken.getAndIncrement() == 0) {
        honest.handOver(settings);
      }
    }
  }

  /** Says that all is done, and does nothing. */
  private record Idle() implements Configurator {
    @Override
    public void handOver(AuthSettings settings) {
      // The fault is in what the API says.
    }

    @Override
    public void awaitEffective() {
      // Nothing was handed over.
    }
  }

  /** Does to the API server something else than it was told. */
  private record Other(Configurator honest, Effect effect) implements Configurator {
    @Override
    public void handOver(AuthSettings settings) throws IOException, InterruptedException {
      effect.of(settings, honest);
    }

    @Override
    public void awaitEffective() throws IOException, InterruptedException {
      honest.awaitEffective();
    }
  }
}
