package dev.cksauth.engine;

import dev.cksauth.credential.TokenForge;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.subject.SecretValue;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A token that is not good, and names an address, is not accepted, and nobody calls the address:
 * one where its keys are said to be, or one of distributed claims.
 */
final class ClusterFollowsNoToken implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    if (!go.session().ours()) {
      throw new NotTestedException("whom a cluster elsewhere calls cannot be seen here");
    }
    KnownSender sender = KnownSender.of(go, with);
    String good = sender.presented().token().map(SecretValue::reveal).orElse("");
    try (CalledBack place = CalledBack.listening()) {
      go.session().actions().reach(place.address());
      SecretValue token =
          new SecretValue(
              with.path("by").asString("").equals("claims")
                  ? new TokenForge().withClaimsAt(place.address().resolve("/claims"), good)
                  : new TokenForge().withKeysAt(place.address().resolve("/keys"), good));
      go.session().redactor().add(token, "forged oidc token");
      Exchange exchange = sender.ask(token);
      IdentityAnswer answer = IdentityAnswer.read(exchange);
      boolean called = place.called();
      if (!called && answer instanceof IdentityAnswer.Undetermined(String why, boolean nobody)) {
        throw new UnknownFactsException(why, Passing.is(exchange));
      }
      return new Finding(
          Judged.of(
              !called && !(answer instanceof IdentityAnswer.Named),
              "refused, and no connection to the address in the token",
              IdentityJudge.words(answer)
                  + (called ? ", and a connection to the address in the token" : "")),
          Optional.of(exchange));
    } catch (IllegalArgumentException notForgeable) {
      throw new UnknownFactsException("the token cannot be forged: " + notForgeable.getMessage());
    }
  }
}
