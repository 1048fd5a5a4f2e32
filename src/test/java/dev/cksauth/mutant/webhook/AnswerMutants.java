package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.acceptances;
import static dev.cksauth.mutant.webhook.Faults.answering;
import static dev.cksauth.mutant.webhook.Faults.denials;
import static dev.cksauth.mutant.webhook.Faults.naming;
import static dev.cksauth.mutant.webhook.Faults.replying;
import static dev.cksauth.mutant.webhook.Faults.reviews;
import static dev.cksauth.mutant.webhook.Faults.text;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;

import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.Fault.Reply;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with the form of answers. */
final class AnswerMutants {
  private static final String GROUP = "authentication.k8s.io/";

  private AnswerMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(contents(), bodies(), heads(), types(), denialsInOtherForms())
        .flatMap(each -> each);
  }

  private static Consumer<ObjectNode> status(Consumer<ObjectNode> change) {
    return review -> change.accept(review.withObject("/status"));
  }

  private static Stream<WebhookMutant> contents() {
    return Stream.of(
        faulty(
            "forgets-the-status",
            "answer/accepts-valid-token",
            acceptances(review -> review.remove("status"))),
        faulty(
            "gives-an-error-with-an-acceptance",
            "answer/accepts-without-error",
            acceptances(status(status -> status.put("error", "cache miss")))),
        faulty(
            "explains-denials-in-error",
            "answer/denies-cacheably",
            denials(status(status -> status.put("error", "unknown token")))),
        faulty(
            "names-users-in-denials",
            "answer/denies-without-user",
            denials(status(status -> status.withObject("/user").put("username", "somebody")))),
        faulty(
            "says-always-v1beta1",
            "answer/echoes-api-version",
            reviews(review -> review.put("apiVersion", GROUP + "v1beta1"))),
        faulty(
            "says-always-v1",
            "answer/echoes-older-api-version",
            reviews(review -> review.put("apiVersion", GROUP + "v1"))),
        faulty(
            "writes-the-kind-small",
            "answer/is-a-token-review",
            reviews(review -> review.put("kind", "tokenreview"))),
        faulty(
            "says-it-is-an-access-review",
            "answer/is-a-token-review",
            reviews(review -> review.put("kind", "SubjectAccessReview"))));
  }

  private static Fault body(UnaryOperator<String> change) {
    return answering(reply -> reply.withText(change));
  }

  private static Stream<WebhookMutant> bodies() {
    return Stream.of(
        faulty(
            "writes-more-behind-the-json", "answer/is-one-json-object", body(text -> text + "OK")),
        faulty(
            "writes-before-the-json", "answer/is-one-json-object", body(text -> ")]}',\n" + text)),
        faulty(
            "answers-in-yaml",
            "answer/is-plain-json",
            body(text ->
                "status: " + text.replaceFirst(".*\"status\":", "").replaceFirst("}$", ""))),
        faulty(
            "pads-its-answers",
            "answer/is-small",
            acceptances(review -> review.put("padding", "x".repeat(300_000)))),
        faulty(
            "writes-fields-with-capitals",
            "answer/spells-fields-rightly",
            body(text -> text.replace("\"authenticated\"", "\"Authenticated\""))));
  }

  private static Stream<WebhookMutant> heads() {
    return Stream.of(
        faulty(
            "accepts-with-207",
            "answer/accepts-with-200",
            replying(Reply::accepts, reply -> reply.withStatus(207))),
        faulty(
            "writes-a-broken-content-type",
            "answer/has-a-readable-content-type",
            answering(reply -> reply.with("Content-Type", "application/json;;"))),
        faulty(
            "says-html",
            "answer/says-json",
            answering(reply -> reply.with("Content-Type", "text/html"))),
        faulty(
            "redirects-strangers-to-a-login",
            "answer/redirects-nowhere#unknown",
            replying(Reply::denies, reply -> reply.withStatus(302).with("Location", "/login"))),
        faulty(
            "redirects-everybody",
            "answer/redirects-nowhere#known",
            answering(reply -> reply.withStatus(307).with("Location", "/authenticate/"))),
        faulty(
            "opens-sessions",
            "answer/sets-no-cookies",
            answering(reply -> reply.with("Set-Cookie", "session=1"))));
  }

  private static Stream<WebhookMutant> types() {
    String types = "answer/has-typed-fields#";
    return Stream.of(
        faulty(
            "authenticated-is-a-number",
            types + "authenticated",
            reviews(status(status -> status.put("authenticated", 1)))),
        faulty(
            "authenticated-is-a-text",
            types + "authenticated",
            denials(status(status -> status.put("authenticated", "false")))),
        faulty("uid-is-a-number", types + "uid", naming(user -> user.put("uid", 42))),
        faulty(
            "username-is-a-number", types + "username", naming(user -> user.put("username", 42))),
        faulty("groups-are-a-text", types + "groups", naming(user -> user.put("groups", "dev"))),
        faulty(
            "extra-has-texts",
            types + "extra",
            naming(user -> user.withObject("/extra").put("example.com/a", "b"))),
        faulty(
            "user-is-a-text",
            types + "user",
            acceptances(status(status -> status.put("user", "alice")))),
        faulty(
            "audiences-are-a-text",
            types + "audiences",
            acceptances(status(status -> status.put("audiences", "api")))),
        faulty(
            "error-is-an-object",
            types + "error",
            denials(status(status -> status.putObject("error")))),
        faulty(
            "metadata-is-a-list",
            types + "metadata",
            reviews(review -> review.putArray("metadata"))),
        faulty("spec-is-a-list", types + "spec", reviews(review -> review.putArray("spec"))),
        faulty("status-is-a-list", types + "status", reviews(review -> review.putArray("status"))));
  }

  private static Stream<WebhookMutant> denialsInOtherForms() {
    return Stream.of(
        faulty(
            "denies-with-401",
            "rejection/denies-with-200#unknown",
            replying(Reply::denies, reply -> text(401))),
        faulty(
            "denies-with-503",
            "rejection/denies-with-200#unknown",
            replying(Reply::denies, reply -> text(503))),
        faulty(
            "denies-with-403-and-a-review",
            "rejection/denies-with-200#unknown",
            replying(Reply::denies, reply -> reply.withStatus(403))),
        faulty(
            "denies-with-an-empty-body",
            "rejection/denies-with-200#malformed-jwt",
            replying(Reply::denies, reply -> reply.withText(text -> ""))),
        faulty(
            "denies-with-204",
            "rejection/denies-with-200#with-spaces",
            replying(Reply::denies, reply -> new Reply(204, reply.headers(), ""))));
  }
}
