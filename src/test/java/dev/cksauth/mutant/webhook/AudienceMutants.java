package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.acceptances;
import static dev.cksauth.mutant.webhook.Faults.acceptingJwt;
import static dev.cksauth.mutant.webhook.Faults.changed;
import static dev.cksauth.mutant.webhook.Faults.turn;
import static dev.cksauth.mutant.webhook.WebhookMutant.faultyJwt;

import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.Fault.Asked;
import dev.cksauth.reference.webhook.Fault.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with whom tokens are for. */
final class AudienceMutants {
  private static final String OWN = "https://kubernetes.default.svc";

  private AudienceMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(
        faultyJwt(
            "confirms-a-name-of-its-own",
            "audience/confirms-what-was-asked",
            acceptances(review -> confirm(review, List.of("acme-webhook")))),
        faultyJwt(
            "confirms-more-than-was-asked",
            "audience/confirms-nothing-more",
            acceptances(review -> confirm(review, List.of(OWN, "acme-webhook")))),
        faultyJwt(
            "confirms-whatever-was-asked",
            "audience/confirms-its-own-of-several#last",
            turn((asked, honest) -> {
              Reply reply = honest.answer(asked);
              return reply.accepts() && !asked(asked).isEmpty()
                  ? changed(reply, review -> confirm(review, asked(asked)))
                  : reply;
            })),
        faultyJwt(
            "looks-at-the-first-audience-alone",
            "audience/confirms-its-own-of-several#last",
            turn((asked, honest) ->
                honest.answer(ask(asked, asked(asked).stream().limit(1).toList())))),
        faultyJwt(
            "ignores-audiences",
            "audience/denies-other-audiences#stranger",
            meaning((own, one) -> true)),
        faultyJwt(
            "compares-audiences-ignoring-case",
            "audience/denies-other-audiences#capitals",
            meaning(
                (own, one) -> own.toLowerCase(Locale.ROOT).equals(one.toLowerCase(Locale.ROOT)))),
        faultyJwt(
            "trims-slashes-of-audiences",
            "audience/denies-other-audiences#slash",
            meaning((own, one) -> one.startsWith(own))),
        faultyJwt(
            "compares-the-start-of-audiences",
            "audience/denies-other-audiences#shortened",
            meaning((own, one) -> !one.isEmpty() && own.startsWith(one))),
        faultyJwt(
            "takes-an-empty-audience-for-any",
            "audience/denies-other-audiences#empty",
            meaning((own, one) -> one.isEmpty())),
        faultyJwt(
            "ignores-aud",
            "audience/denies-tokens-for-others",
            acceptingJwt((token, why) -> why.equals("for another audience"))),
        faultyJwt(
            "fails-on-other-audiences",
            "audience/answers-other-audiences-with-200#stranger",
            Faults.where(
                asked -> asked(asked).contains("https://stranger.invalid"), Faults.text(500))));
  }

  private static List<String> asked(Asked asked) {
    List<String> audiences = new ArrayList<>();
    asked.json().at("/spec/audiences").forEach(each -> audiences.add(each.asString("")));
    return audiences;
  }

  private static Asked ask(Asked asked, List<String> audiences) {
    JsonNode review = asked.json();
    if (!review.path("spec").isObject() || !review.path("spec").has("audiences")) {
      return asked;
    }
    ArrayNode array = ((ObjectNode) review.path("spec")).putArray("audiences");
    audiences.forEach(array::add);
    return asked.with(review.toString());
  }

  private static void confirm(ObjectNode review, List<String> audiences) {
    ArrayNode array = review.withObject("/status").putArray("audiences");
    audiences.forEach(array::add);
  }

  /** Takes some audiences for its own, and confirms them. */
  private static Fault meaning(BiPredicate<String, String> same) {
    return turn((asked, honest) -> {
      List<String> all = asked(asked);
      List<String> meant = all.stream().filter(one -> same.test(OWN, one)).toList();
      if (meant.isEmpty() || all.contains(OWN)) {
        return honest.answer(asked);
      }
      Reply reply = honest.answer(ask(asked, List.of(OWN)));
      return reply.accepts() ? changed(reply, review -> confirm(review, meant)) : reply;
    });
  }
}
