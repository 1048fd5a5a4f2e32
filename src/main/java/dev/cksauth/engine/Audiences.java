package dev.cksauth.engine;

import static java.util.stream.Collectors.joining;

import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.AnswerBody;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.subject.Credential;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A token is good for its own audiences, and for no others. */
final class Audiences implements Check {

  /** Nobody has it: the top-level domain is reserved (RFC 6761). */
  private static final String STRANGER = "https://stranger.invalid";

  private static final int MANY = 99;
  private static final int FEW = 3;

  /** What is looked at. */
  enum Rule {
    /** What the answer confirms has something of what was asked for. */
    CONFIRMED,
    /** It has nothing else. */
    NOTHING_MORE,
    /** Asked for its own among others, the token is accepted, and the others not confirmed. */
    OF_SEVERAL,
    /** For other audiences the token is not accepted. */
    OTHERS,
    /** A token for others is accepted for these alone. */
    WRONG_AUDIENCE
  }

  private final Rule rule;

  Audiences(Rule rule) {
    this.rule = rule;
  }

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    return switch (rule) {
      case CONFIRMED -> confirmed(caller, with);
      case NOTHING_MORE -> nothingMore(caller, with);
      case OF_SEVERAL -> ofSeveral(caller, with);
      case OTHERS -> others(caller, with);
      case WRONG_AUDIENCE -> wrongAudience(caller, with);
    };
  }

  private static Exchange ask(WebhookCaller caller, String token, List<String> audiences) {
    return caller.send(caller.request(token, WebhookCaller.V1, audiences, Step.Form.USUAL));
  }

  /** What the answer names in status.audiences. */
  private static List<String> named(Exchange exchange) throws UnknownFactsException {
    return AnswerBody.object(WebhookCaller.answered(exchange))
        .map(body -> body.at("/status/audiences"))
        .map(list -> list.valueStream().map(each -> each.asString("")).toList())
        .orElse(List.of());
  }

  private static String words(List<String> named) {
    return named.isEmpty() ? "no status.audiences" : "status.audiences " + shown(named);
  }

  /** Of many the first few. */
  private static String shown(List<String> audiences) {
    String first =
        audiences.stream().limit(FEW).map(each -> "\"" + each + "\"").collect(joining(", "));
    int more = audiences.size() - FEW;
    return more > 0 ? "[%s and %d more]".formatted(first, more) : "[" + first + "]";
  }

  private static Finding confirmed(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    List<String> own = caller.audiences();
    Exchange exchange = ask(caller, caller.token(with), own);
    List<String> named = named(exchange);
    boolean meets = named.isEmpty() || named.stream().anyMatch(own::contains);
    if (meets) {
      caller.accepted(exchange);
    }
    return WebhookCaller.finding(
        Judged.of(meets, "status.audiences with one of " + shown(own) + ", or none", words(named)),
        exchange);
  }

  private static Finding nothingMore(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    List<String> own = caller.audiences();
    Exchange exchange = ask(caller, caller.token(with), own);
    caller.accepted(exchange);
    List<String> named = named(exchange);
    return WebhookCaller.finding(
        Judged.of(
            own.containsAll(named),
            "status.audiences among " + shown(own) + ", or none",
            words(named)),
        exchange);
  }

  private static Finding ofSeveral(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    List<String> own = caller.audiences();
    String token = caller.token(with);
    caller.accepted(ask(caller, token, own));
    List<String> asked = asked(own, with.path("ask").asString(""));
    Exchange exchange = ask(caller, token, asked);
    List<String> named = named(exchange);
    ReviewAnswer read = ReviewAnswer.read(exchange, Reviews.apiVersion(WebhookCaller.V1), asked);
    Judged accepted =
        Judged.of(read instanceof ReviewAnswer.Accepted, "accepted", ReviewJudge.words(read));
    Judged only =
        Judged.of(own.containsAll(named), "status.audiences among " + shown(own), words(named));
    return WebhookCaller.finding(Judged.all(List.of(accepted, only)), exchange);
  }

  private static List<String> asked(List<String> own, String ask) {
    List<String> asked = new ArrayList<>(own);
    switch (ask) {
      case "others-first" -> asked.addAll(0, List.of(STRANGER, "other"));
      case "own-first" -> asked.addAll(List.of(STRANGER, "other"));
      case "own-twice" -> asked.addAll(own);
      case "among-many" -> strangers().forEach(asked::addFirst);
      default -> {
        // the file's audiences, as an API server sends them
      }
    }
    return asked;
  }

  private static Stream<String> strangers() {
    return IntStream.rangeClosed(1, MANY).mapToObj(number -> STRANGER + "/" + number);
  }

  private static Finding others(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    String own = caller.audiences().getFirst();
    String asked =
        switch (with.path("ask").asString("")) {
          case "case-swapped" -> swapped(own);
          case "lengthened" -> own + "/";
          case "shortened" -> own.substring(0, own.length() - 1);
          case "empty" -> "";
          default -> STRANGER;
        };
    if (caller.audiences().contains(asked)) {
      throw new NotTestedException("that is an audience of the subject's file too");
    }
    String token = caller.token(with);
    if (!asked.equals(STRANGER) && accepts(caller, token, List.of(STRANGER))) {
      throw new NotTestedException("it accepts the token for any audience, which is told once");
    }
    return denied(caller, token, List.of(asked));
  }

  private static boolean accepts(WebhookCaller caller, String token, List<String> audiences) {
    Exchange exchange = ask(caller, token, audiences);
    return ReviewAnswer.read(exchange, Reviews.apiVersion(WebhookCaller.V1), audiences)
        instanceof ReviewAnswer.Accepted;
  }

  private static String swapped(String text) {
    String capitals = text.toUpperCase(Locale.ROOT);
    return capitals.equals(text) ? text.toLowerCase(Locale.ROOT) : capitals;
  }

  private static Finding denied(WebhookCaller caller, String token, List<String> audiences)
      throws UnknownFactsException {
    Exchange exchange = ask(caller, token, audiences);
    WebhookCaller.answered(exchange);
    ReviewAnswer read =
        ReviewAnswer.read(exchange, Reviews.apiVersion(WebhookCaller.V1), audiences);
    return WebhookCaller.finding(
        Judged.of(
            !(read instanceof ReviewAnswer.Accepted),
            "not accepted for " + shown(audiences),
            ReviewJudge.words(read)),
        exchange);
  }

  private static Finding wrongAudience(WebhookCaller caller, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    String word = with.path("as").asString("");
    List<String> theirs =
        Given.find(caller.go().session().subject(), word)
            .map(Credential::audiences)
            .orElse(List.of());
    if (!Collections.disjoint(theirs, caller.audiences())) {
      throw new NotTestedException("the token is for an audience of the endpoint too");
    }
    String token = caller.token(word);
    caller.accepted(ask(caller, token, theirs), WebhookCaller.V1, theirs);
    Finding denied = denied(caller, token, caller.audiences());
    caller.accepted(ask(caller, token, theirs), WebhookCaller.V1, theirs);
    return denied;
  }
}
