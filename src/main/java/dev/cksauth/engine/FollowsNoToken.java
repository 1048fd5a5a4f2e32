package dev.cksauth.engine;

import dev.cksauth.credential.TokenForge;
import dev.cksauth.credential.TokenForm;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.subject.SecretValue;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/** A token that says where its keys are is not accepted, and nobody looks for them there. */
final class FollowsNoToken implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    if (!go.session().ours()) {
      throw new NotTestedException("whom a webhook on another machine calls cannot be seen here");
    }
    WebhookCaller caller = WebhookCaller.of(go);
    String valid = caller.token("valid");
    try (CalledBack place = CalledBack.listening()) {
      go.session().actions().reach(place.address());
      String token = pointing(with.path("by").asString(""), place.address(), valid);
      go.session().redactor().add(new SecretValue(token), "token of nobody's");
      Exchange exchange = caller.review(token);
      WebhookCaller.answered(exchange);
      ReviewAnswer read = caller.read(exchange);
      boolean called = place.called();
      return WebhookCaller.finding(
          Judged.of(
              !called && !(read instanceof ReviewAnswer.Accepted),
              "not accepted, and no connection to the address in the token",
              ReviewJudge.words(read)
                  + (called ? ", and a connection to the address in the token" : "")),
          exchange);
    }
  }

  /** The claims of a good token get further than those of a stranger's, where it has some. */
  private static String pointing(String by, URI place, String valid) {
    if (by.equals("issuer")) {
      return TokenForm.ofIssuer(place);
    }
    boolean claims = TokenClaims.read(new SecretValue(valid)).isPresent();
    return new TokenForge()
        .withKeysAt(place.resolve("/keys"), claims ? valid : TokenForm.FOREIGN_JWT.make());
  }
}
