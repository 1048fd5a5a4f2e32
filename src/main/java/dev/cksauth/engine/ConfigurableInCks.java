package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.subject.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The webhook can be reached by what the CKS API can be told of it: a URL and an authority to trust
 * (cks-and-peers 1.2).
 */
final class ConfigurableInCks implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    return switch (with.path("by").asString("")) {
      case "https" -> https(caller);
      case "bare-url" -> bareUrl(caller);
      case "trust" -> trust(caller.endpoint().client());
      case "no-login" -> noLogin(caller, with);
      default -> throw new IllegalArgumentException("no way " + with.path("by"));
    };
  }

  private static Finding https(WebhookCaller caller) {
    String scheme = caller.endpoint().url().getScheme().toLowerCase(Locale.ROOT);
    return plain(Judged.of(scheme.equals("https"), "a URL of https", "a URL of " + scheme));
  }

  private static Finding bareUrl(WebhookCaller caller) {
    boolean bare = !caller.endpoint().query();
    return plain(
        Judged.of(bare, "a URL without a query", bare ? "it has none" : "it has one, never sent"));
  }

  private static Finding trust(Client client) {
    List<String> more = new ArrayList<>();
    if (client.insecure()) {
      more.add("its certificate is not to be checked");
    }
    client.tlsServerName().ifPresent(name -> more.add("its certificate is for " + name));
    client.proxy().ifPresent(proxy -> more.add("it is reached through a proxy"));
    return plain(
        Judged.of(
            more.isEmpty(),
            "nothing but a URL and an authority",
            more.isEmpty() ? "nothing else is given" : String.join(", ", more)));
  }

  private static Finding noLogin(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    String token = caller.token(with);
    caller.accepted(caller.review(token));
    Exchange exchange =
        caller.sendAs(
            caller.endpoint().client().withCertificate(Optional.empty()),
            caller.plain(token).withoutHeader("Authorization"));
    ReviewAnswer read = caller.read(exchange);
    return WebhookCaller.finding(
        Judged.of(
            read instanceof ReviewAnswer.Accepted,
            "accepted from a caller with neither certificate nor login",
            ReviewJudge.words(read)),
        exchange);
  }

  private static Finding plain(Judged judged) {
    return new Finding(judged, Optional.empty());
  }
}
