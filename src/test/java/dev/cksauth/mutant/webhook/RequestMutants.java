package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.denied;
import static dev.cksauth.mutant.webhook.Faults.dying;
import static dev.cksauth.mutant.webhook.Faults.taking;
import static dev.cksauth.mutant.webhook.Faults.text;
import static dev.cksauth.mutant.webhook.Faults.welcome;
import static dev.cksauth.mutant.webhook.Faults.where;
import static dev.cksauth.mutant.webhook.Faults.whereReview;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;

import dev.cksauth.reference.webhook.Fault.Asked;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is wrong with how a request is read. */
final class RequestMutants {
  private static final String USUAL = "/authenticate?timeout=30s";
  private static final Pattern PLAIN = Pattern.compile("\"token\":\"[^\"\\\\]*\"");

  private RequestMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(fields(), sources(), layouts(), sizes(), others(), bodies())
        .flatMap(each -> each);
  }

  private static boolean isVersion(JsonNode review, String version) {
    return review.path("apiVersion").asString("").equals("authentication.k8s.io/" + version);
  }

  private static Stream<WebhookMutant> fields() {
    return Stream.of(
        faulty(
            "knows-only-v1",
            "request/accepts-older-version",
            whereReview(review -> isVersion(review, "v1beta1"), text(500))),
        faulty(
            "refuses-a-null-creation-timestamp",
            "request/ignores-unknown-fields#creation-timestamp",
            whereReview(review -> review.path("metadata").has("creationTimestamp"), text(400))),
        faulty(
            "refuses-unknown-fields",
            "request/ignores-unknown-fields#top",
            whereReview(review -> review.has("later"), text(400))),
        faulty(
            "refuses-unknown-fields-in-spec",
            "request/ignores-unknown-fields#spec",
            whereReview(review -> review.path("spec").has("later"), text(400))),
        faulty(
            "needs-metadata",
            "request/ignores-unknown-fields#no-metadata",
            whereReview(review -> review.has("spec") && !review.has("metadata"), text(500))),
        faulty(
            "needs-a-status",
            "request/ignores-unknown-fields#no-status",
            whereReview(review -> review.has("spec") && !review.has("status"), text(500))),
        faulty(
            "demands-audiences",
            "request/takes-no-audiences",
            whereReview(
                review -> review.has("spec") && !review.path("spec").has("audiences"), text(500))));
  }

  private static Stream<WebhookMutant> sources() {
    return Stream.of(
        faulty(
            "believes-the-status-of-requests",
            "request/distrusts-status",
            whereReview(
                review -> review.at("/status/authenticated").asBoolean(false), welcome("admin"))),
        faulty(
            "believes-remote-user",
            "request/distrusts-headers#remote-user",
            where(asked -> !asked.header("x-remote-user").isEmpty(), welcome("admin"))),
        faulty(
            "believes-forwarded-user",
            "request/distrusts-headers#forwarded-user",
            where(asked -> !asked.header("x-forwarded-user").isEmpty(), welcome("admin"))),
        faulty(
            "believes-impersonation",
            "request/distrusts-headers#impersonated-user",
            where(asked -> !asked.header("impersonate-user").isEmpty(), welcome("admin"))),
        faulty(
            "reads-the-token-of-the-caller",
            "request/takes-tokens-from-spec-only#authorization-header",
            taking(asked ->
                asked.header("authorization").startsWith("Bearer ")
                    ? asked.withToken(asked.header("authorization").substring(7))
                    : asked)),
        faulty(
            "takes-the-last-token-of-a-list",
            "request/takes-tokens-from-spec-only#list",
            taking(asked -> from(asked, last(asked.json().at("/spec/token"))))),
        faulty(
            "looks-for-tokens-in-annotations",
            "request/takes-tokens-from-spec-only#metadata",
            taking(asked -> from(asked, first(asked.json().at("/metadata/annotations"))))));
  }

  private static JsonNode first(JsonNode object) {
    return object.isEmpty() ? object.path("none") : object.iterator().next();
  }

  private static JsonNode last(JsonNode list) {
    return list.path(list.size() - 1);
  }

  private static Asked from(Asked asked, JsonNode token) {
    return token.isString() ? asked.withToken(token.asString()) : asked;
  }

  private static Stream<WebhookMutant> layouts() {
    return Stream.of(
        faulty(
            "takes-the-query-for-the-path",
            "request/ignores-the-query#more",
            where(asked -> asked.target().contains("trace"), text(404))),
        faulty(
            "demands-a-query",
            "request/ignores-the-query#no-query",
            where(asked -> !asked.target().contains("?"), text(404))),
        faulty(
            "compares-media-types-with-parameters",
            "request/takes-media-types#charset",
            where(asked -> asked.header("content-type").contains(";"), text(415))),
        faulty(
            "compares-media-types-by-letters",
            "request/takes-media-types#capitals",
            where(asked -> asked.header("content-type").startsWith("Application"), text(415))),
        faulty(
            "demands-to-be-asked-for-json",
            "request/takes-media-types#accept-nothing",
            where(asked -> !asked.header("accept").contains("json"), text(406))),
        faulty(
            "reads-json-by-a-regular-expression",
            "request/takes-any-layout#with-an-escaped-token",
            where(
                asked -> asked.method().equals("POST") && !PLAIN.matcher(asked.text()).find(),
                text(400))),
        faulty(
            "reads-json-without-white-space",
            "request/takes-any-layout#with-white-space",
            where(asked -> asked.text().contains("\" :"), text(400))));
  }

  private static Stream<WebhookMutant> sizes() {
    return Stream.of(
        faulty(
            "fails-on-bodies-over-8-kib",
            "request/denies-tokens-of-usual-length",
            where(asked -> asked.raw().length() > 8192, text(500))),
        faulty(
            "fails-on-bodies-over-64-kib",
            "request/answers-long-tokens-without-a-fault#sixty-four-kib",
            where(asked -> asked.raw().length() > 65536, text(500))),
        faulty(
            "fails-on-bodies-over-512-kib",
            "request/answers-long-tokens-without-a-fault#nine-hundred-kib",
            where(asked -> asked.raw().length() > 524_288, text(500))),
        faulty(
            "lets-long-tokens-in",
            "request/survives-long-tokens#three-mib",
            where(asked -> asked.raw().length() > 1 << 20, welcome("x"))),
        faulty(
            "dies-of-long-tokens",
            "request/survives-long-tokens#dots",
            dying(asked -> asked.text().contains("....................."))));
  }

  private static Stream<WebhookMutant> others() {
    return Stream.of(
        faulty(
            "answers-any-method",
            "request/takes-posts-only",
            taking(asked -> asked.method().equals("PUT") ? asked.posted(USUAL) : asked)),
        faulty(
            "names-somebody-in-puts",
            "request/names-nobody-in-odd-requests#put",
            where(asked -> asked.method().equals("PUT"), welcome("admin"))),
        faulty(
            "names-somebody-in-options",
            "request/names-nobody-in-odd-requests#options",
            where(asked -> asked.method().equals("OPTIONS"), welcome("admin"))),
        faulty(
            "names-somebody-at-a-path-with-a-slash",
            "request/names-nobody-in-odd-requests#trailing-slash",
            where(asked -> asked.path().endsWith("e/"), welcome("admin"))),
        faulty(
            "names-somebody-at-any-path",
            "request/names-nobody-in-odd-requests#another-path",
            where(asked -> !asked.path().equals("/authenticate"), welcome("admin"))),
        faulty(
            "names-somebody-in-forms",
            "request/names-nobody-in-odd-requests#form",
            where(asked -> asked.header("content-type").contains("form"), welcome("admin"))),
        faulty(
            "names-somebody-in-objects-without-kind",
            "request/names-nobody-in-other-reviews#no-kind",
            whereReview(review -> review.has("spec") && !review.has("kind"), welcome("admin"))),
        faulty(
            "names-somebody-in-other-kinds",
            "request/names-nobody-in-other-reviews#another-kind",
            whereReview(
                review -> review.path("kind").asString("").equals("SubjectAccessReview"),
                welcome("admin"))),
        faulty(
            "answers-later-versions",
            "request/refuses-other-reviews",
            whereReview(review -> isVersion(review, "v9"), denied())));
  }

  private static Stream<WebhookMutant> bodies() {
    return Stream.of(
        faulty(
            "fails-on-what-is-no-json",
            "request/tells-bad-requests-from-faults#text",
            where(asked -> asked.text().equals("token"), text(500))),
        faulty(
            "fails-on-empty-bodies",
            "request/tells-bad-requests-from-faults#empty",
            where(asked -> asked.method().equals("POST") && asked.raw().length() == 0, text(500))),
        faulty(
            "reads-forms",
            "request/survives-what-is-no-review#form",
            where(asked -> asked.text().startsWith("token="), welcome("admin"))),
        faulty(
            "dies-of-what-trails",
            "request/survives-what-is-no-review#trailing",
            dying(asked -> asked.text().endsWith("garbage"))),
        faulty(
            "dies-of-deep-nesting",
            "request/survives-what-is-no-review#deep-nesting",
            dying(asked -> asked.text().startsWith("{\"spec\":{\"spec\":{\"spec\":"))),
        faulty(
            "takes-a-null-for-a-token",
            "request/survives-tokens-of-other-types#null-token",
            whereReview(review -> review.at("/spec/token").isNull(), welcome("admin"))),
        faulty(
            "asks-its-store-with-objects",
            "request/survives-tokens-of-other-types#object",
            whereReview(review -> review.at("/spec/token").isObject(), welcome("admin"))),
        faulty(
            "takes-numbers-for-tokens",
            "request/survives-tokens-of-other-types#number",
            whereReview(review -> review.at("/spec/token").isNumber(), welcome("admin"))),
        faulty(
            "needs-a-length",
            "request/takes-bodies-in-chunks",
            where(
                asked ->
                    asked.protocol().equals("HTTP/1.1") && asked.header("content-length").isEmpty(),
                text(411))));
  }
}
