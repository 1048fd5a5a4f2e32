package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.credential.Mutation;
import dev.cksauth.credential.TokenForge;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.subject.OidcSettings;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The groups of a token are told elsewhere: they count where the issuer signed them, and not where
 * a stranger did.
 *
 * <p>An API server makes what checks a fetched token when it meets the first one of an issuer, and
 * refuses until that is ready ("verifier not initialized for issuer", in Kubernetes' {@code oidc}
 * authenticator). So good groups are waited for, and a stranger's tried after them only.
 */
final class DistributedGroups implements Check {
  private static final String SOURCE = "groups";

  /** It takes a fraction of a second; a cluster that never takes them is waited for in vain. */
  private static final Duration READY = Duration.ofSeconds(5);

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    if (!go.session().ours()) {
      throw new NotTestedException("a cluster elsewhere cannot call this machine");
    }
    Issuers issuers = new Issuers(go.session());
    OidcSettings settings = issuers.named(Names.PRIMARY).settings().orElseThrow();
    String claim = settings.groupsClaim().orElse("");
    String group = "distributed-" + go.session().run();
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.putArray(claim).add(group);
    SecretValue good = token(issuers.with(Names.PRIMARY, told));
    String endpoint = with.path("endpoint").asString("");
    Distributed distributed =
        new Distributed(go, issuers, claim, endpoint, settings.beforeGroup() + group);
    Finding honest =
        Waiting.until(
            go.session().patient(READY),
            () -> distributed.look(good.reveal(), true),
            seen -> seen.judged().kind() == Judged.Kind.MET);
    if (!with.path("signer").asString("").equals("stranger")) {
      return honest;
    }
    String forged = new TokenForge().forge(Mutation.FOREIGN_KEY, good.reveal());
    return distributed.look(forged, false);
  }

  /** Shows tokens whose groups are told by another token, at a place of our own. */
  private record Distributed(Go go, Issuers issuers, String claim, String endpoint, String group) {

    Finding look(String source, boolean wanted) throws NotTestedException, UnknownFactsException {
      try (ClaimSource place = ClaimSource.serving(source)) {
        go.session().actions().reach(place.address());
        ObjectNode elsewhere = JsonNodeFactory.instance.objectNode();
        elsewhere.putNull(claim);
        elsewhere.putObject("_claim_names").put(claim, SOURCE);
        elsewhere
            .putObject("_claim_sources")
            .putObject(SOURCE)
            .put("endpoint", place.address().toString());
        SecretValue token = token(issuers.with(Names.PRIMARY, elsewhere));
        Exchange exchange = KnownSender.ask(go, endpoint, token);
        return new Finding(judge(exchange, group, !wanted), Optional.of(exchange));
      }
    }
  }

  private static SecretValue token(Presented presented) {
    return presented.token().orElseThrow();
  }

  private static Judged judge(Exchange exchange, String group, boolean stranger)
      throws UnknownFactsException {
    IdentityAnswer answer = IdentityAnswer.read(exchange);
    if (answer instanceof IdentityAnswer.Undetermined(String why, boolean nobody)) {
      throw new UnknownFactsException(why, Passing.is(exchange));
    }
    boolean given = answer instanceof IdentityAnswer.Named named && named.groups().contains(group);
    return Judged.of(
        given != stranger,
        stranger ? "the group " + group + " is not given" : "the group " + group,
        IdentityJudge.words(answer));
  }
}
