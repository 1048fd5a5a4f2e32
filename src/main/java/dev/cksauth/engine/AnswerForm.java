package dev.cksauth.engine;

import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The form of an answer that an API server would read: one with a status from 200 to 206. */
final class AnswerForm implements Check {

  /** What is looked at. */
  enum Rule {
    /** The body decodes to one object. */
    DECODES("a body that decodes to one object"),
    /** It is JSON in UTF-8, and not YAML, which an API server's decoder takes too. */
    PLAIN_JSON("a body of JSON in UTF-8"),
    /** It can be kept in memory, as API servers keep answers. */
    SMALL("a body of at most 256 KiB"),
    /** It says that it is JSON. */
    SAYS_JSON("Content-Type: application/json"),
    /** Its media type can be read. */
    READABLE_TYPE("a Content-Type that can be read, or none");

    private final String expected;

    Rule(String expected) {
      this.expected = expected;
    }
  }

  private static final int LARGEST = 256 << 10;
  private static final int SHOWN = 60;
  private static final Pattern JSON = Pattern.compile("(?i)application/json\\s*(;.*)?");

  private final Rule rule;

  AnswerForm(Rule rule) {
    this.rule = rule;
  }

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Exchange exchange = caller.review(caller.token(with));
    if (exchange.outcome() instanceof Outcome.Failed failed && spoilt(failed)) {
      return WebhookCaller.finding(Judged.unmet(rule.expected, failed.words()), exchange);
    }
    Outcome.Answered answered = WebhookCaller.answered(exchange);
    if (answered.status() / 100 != 2) {
      // The status is for another scenario: nobody reads such an answer.
      return WebhookCaller.finding(
          Judged.met(rule.expected, "HTTP " + answered.status()), exchange);
    }
    return WebhookCaller.finding(
        Judged.of(holds(answered), rule.expected, words(answered, go.session().redactor())),
        exchange);
  }

  private boolean spoilt(Outcome.Failed failed) {
    return (rule == Rule.DECODES && failed.kind() == Failure.MALFORMED)
        || (rule == Rule.SMALL && failed.kind() == Failure.TOO_LARGE);
  }

  private boolean holds(Outcome.Answered answered) {
    return switch (rule) {
      case DECODES -> AnswerBody.object(answered).isPresent();
      case PLAIN_JSON -> AnswerBody.plainJson(answered);
      case SMALL -> answered.body().length <= LARGEST;
      case SAYS_JSON -> JSON.matcher(answered.header("Content-Type").orElse("")).matches();
      case READABLE_TYPE -> AnswerBody.readableType(answered);
    };
  }

  private String words(Outcome.Answered answered, Redactor redactor) {
    return switch (rule) {
      case DECODES, PLAIN_JSON -> shown(answered.body(), redactor);
      case SMALL -> "a body of " + answered.body().length + " bytes";
      case SAYS_JSON, READABLE_TYPE ->
          answered
              .header("Content-Type")
              .map(type -> "Content-Type: " + type)
              .orElse("no Content-Type");
    };
  }

  /** Redacted first: a cut token would not be known again. */
  private static String shown(byte[] body, Redactor redactor) {
    if (body.length == 0) {
      return "an empty body";
    }
    String text = redactor.redact(new String(body, StandardCharsets.UTF_8).strip());
    return text.length() <= SHOWN
        ? "the body " + text
        : "a body from %s to %s"
            .formatted(text.substring(0, SHOWN), text.substring(text.length() - SHOWN / 2));
  }
}
