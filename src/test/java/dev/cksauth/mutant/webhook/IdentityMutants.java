package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.acceptances;
import static dev.cksauth.mutant.webhook.Faults.changed;
import static dev.cksauth.mutant.webhook.Faults.naming;
import static dev.cksauth.mutant.webhook.Faults.turn;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;

import dev.cksauth.reference.webhook.Fault.Reply;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What is wrong with who is named. */
final class IdentityMutants {
  private IdentityMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.concat(names(), stability());
  }

  private static Stream<WebhookMutant> names() {
    return Stream.of(
        faulty(
            "names-users-by-nothing",
            "identity/names-a-user",
            naming(user -> user.put("username", ""))),
        faulty(
            "adds-a-group",
            "identity/names-expected-user",
            naming(user -> user.withArray("/groups").add("everybody"))),
        faulty(
            "drops-groups", "identity/names-expected-user", naming(user -> user.remove("groups"))),
        faulty(
            "takes-everybody-for-one",
            "identity/tells-users-apart",
            naming(user -> user.put("username", "alice").put("uid", "4f3c-alice"))),
        faulty(
            "makes-masters",
            "identity/has-no-reserved-names",
            naming(user -> user.withArray("/groups").add("system:masters"))),
        faulty(
            "names-users-as-nodes",
            "identity/has-no-reserved-names",
            naming(
                user -> user.put("username", "system:node:" + user.path("username").asString("")))),
        faulty(
            "doubles-groups",
            "identity/has-plain-names",
            naming(user -> user.withArray("/groups").add("dev"))),
        faulty(
            "writes-extra-keys-with-capitals",
            "identity/has-portable-extra-keys",
            naming(user -> user.withObject("/extra").putArray("Example.com/Team").add("x"))),
        faulty(
            "uses-keys-of-kubernetes",
            "identity/keeps-out-of-kubernetes-keys",
            naming(user ->
                user.withObject("/extra")
                    .putArray("authentication.kubernetes.io/pod-name")
                    .add("x"))));
  }

  private static Stream<WebhookMutant> stability() {
    AtomicInteger count = new AtomicInteger();
    return Stream.of(
        faulty(
            "counts-in-the-uid",
            "identity/stays-the-same#at-each-review",
            naming(user -> user.put("uid", "u-" + count.incrementAndGet()))),
        faulty(
            "knows-other-groups-over-http-1",
            "identity/stays-the-same#over-both-protocols",
            turn((asked, honest) -> {
              Reply reply = honest.answer(asked);
              return reply.accepts() && asked.protocol().equals("HTTP/1.1")
                  ? changed(reply, review -> review.withObject("/status/user").remove("groups"))
                  : reply;
            })),
        faulty(
            "older-reviews-lack-groups",
            "identity/stays-the-same-in-both-versions",
            acceptances(review -> {
              if (review.path("apiVersion").asString("").endsWith("v1beta1")) {
                review.withObject("/status/user").remove("groups");
              }
            })),
        faulty(
            "reviews-without-audiences-lack-the-uid",
            "identity/stays-the-same-without-audiences",
            turn((asked, honest) -> {
              Reply reply = honest.answer(asked);
              return reply.accepts() && asked.json().at("/spec/audiences").isEmpty()
                  ? changed(reply, review -> review.withObject("/status/user").remove("uid"))
                  : reply;
            })));
  }
}
