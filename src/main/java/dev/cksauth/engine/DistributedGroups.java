package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.credential.Mutation;
import dev.cksauth.credential.TokenForge;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.subject.OidcSettings;
import dev.cksauth.subject.SecretValue;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The groups of a token are told elsewhere: they count where the issuer signed them, and not where
 * a stranger did.
 */
final class DistributedGroups implements Check {
  private static final String SOURCE = "groups";

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
    boolean stranger = with.path("signer").asString("").equals("stranger");
    String source =
        stranger ? new TokenForge().forge(Mutation.FOREIGN_KEY, good.reveal()) : good.reveal();
    try (ClaimSource place = ClaimSource.serving(source)) {
      ObjectNode elsewhere = JsonNodeFactory.instance.objectNode();
      elsewhere.putNull(claim);
      elsewhere.putObject("_claim_names").put(claim, SOURCE);
      elsewhere
          .putObject("_claim_sources")
          .putObject(SOURCE)
          .put("endpoint", place.address().toString());
      SecretValue token = token(issuers.with(Names.PRIMARY, elsewhere));
      Exchange exchange = KnownSender.ask(go, with.path("endpoint").asString(""), token);
      return new Finding(
          judge(exchange, settings.beforeGroup() + group, stranger), Optional.of(exchange));
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
