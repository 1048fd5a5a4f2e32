package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.ReviewAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** A token stands for the same user whenever and however it is reviewed. */
final class SameUser implements Check {

  private static final int REPEATS = 5;

  /** One way to have the token reviewed. */
  private record Way(
      String words, String version, Optional<String> protocol, List<String> audiences) {}

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    List<Judged> parts = new ArrayList<>();
    Optional<ReviewAnswer.Accepted> first = Optional.empty();
    Optional<Exchange> last = Optional.empty();
    for (Way way : ways(caller, with.path("vary").asString(""))) {
      Exchange exchange = caller.send(request(caller, token, way));
      last = Optional.of(exchange);
      if (unspoken(way, exchange)) {
        continue;
      }
      ReviewAnswer.Accepted now = accepted(caller, way, exchange);
      first = first.or(() -> Optional.of(now));
      parts.add(judge(first.get(), now, way.words()));
      if (parts.getLast().kind() == Judged.Kind.UNMET) {
        return new Finding(parts.getLast(), last);
      }
    }
    if (parts.size() < 2) {
      throw new NotTestedException("the webhook speaks one protocol only");
    }
    return new Finding(Judged.all(parts), last);
  }

  /** Whether a token needs audiences to be accepted is for another scenario. */
  private static ReviewAnswer.Accepted accepted(WebhookCaller caller, Way way, Exchange exchange)
      throws NotTestedException, UnknownFactsException {
    ReviewAnswer read =
        ReviewAnswer.read(exchange, Reviews.apiVersion(way.version()), way.audiences());
    if (read instanceof ReviewAnswer.Denied && way.audiences().isEmpty()) {
      throw new NotTestedException("without audiences a known token is denied");
    }
    return caller.accepted(exchange, way.version(), way.audiences());
  }

  private static List<Way> ways(WebhookCaller caller, String vary) {
    List<String> audiences = caller.audiences();
    Way plain = new Way("at first", WebhookCaller.V1, Optional.empty(), audiences);
    return switch (vary) {
      case "version" ->
          List.of(plain, new Way("in v1beta1", "v1beta1", Optional.empty(), audiences));
      case "protocol" ->
          List.of(
              new Way("over HTTP/1.1", WebhookCaller.V1, Optional.of("http/1.1"), audiences),
              new Way("over HTTP/2", WebhookCaller.V1, Optional.of("h2"), audiences));
      case "audiences" ->
          List.of(
              plain, new Way("without audiences", WebhookCaller.V1, Optional.empty(), List.of()));
      default ->
          IntStream.rangeClosed(1, REPEATS)
              .mapToObj(time ->
                  new Way("at review " + time, WebhookCaller.V1, Optional.empty(), audiences))
              .toList();
    };
  }

  private static ProbeRequest request(WebhookCaller caller, String token, Way way) {
    Step.Form form = Step.Form.USUAL.over(way.protocol());
    return caller.request(token, way.version(), way.audiences(), form);
  }

  /** An API server takes either protocol: none of them is a duty. */
  private static boolean unspoken(Way way, Exchange exchange) {
    return way.protocol().isPresent()
        && exchange.outcome() instanceof Outcome.Failed failed
        && failed.kind() == Failure.TLS;
  }

  private static Judged judge(ReviewAnswer.Accepted first, ReviewAnswer.Accepted now, String how) {
    boolean same =
        first.username().equals(now.username())
            && first.uid().equals(now.uid())
            && Set.copyOf(first.groups()).equals(Set.copyOf(now.groups()))
            && first.extra().equals(now.extra());
    String expected = "the same user each time: " + ReviewJudge.words(first);
    return Judged.of(same, expected, how + " " + ReviewJudge.words(now));
  }
}
