package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.ReviewAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A token stands for the same user whenever and however it is reviewed. */
final class SameUser implements Check {

  private static final int REPEATS = 5;

  /** One way to have the token reviewed. */
  private record Way(String words, String version, Optional<String> protocol) {}

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    String token = caller.token(with);
    List<Judged> parts = new ArrayList<>();
    Optional<ReviewAnswer.Accepted> first = Optional.empty();
    Optional<Exchange> last = Optional.empty();
    for (Way way : ways(with.path("vary").asString(""))) {
      Exchange exchange = caller.send(request(caller, token, way));
      last = Optional.of(exchange);
      if (unspoken(way, exchange)) {
        continue;
      }
      ReviewAnswer.Accepted now = caller.accepted(exchange, way.version(), caller.audiences());
      first = first.or(() -> Optional.of(now));
      parts.add(judge(first.get(), now, way.words()));
    }
    return new Finding(Judged.all(parts), last);
  }

  private static List<Way> ways(String vary) {
    Way plain = new Way("at first", WebhookCaller.V1, Optional.empty());
    return switch (vary) {
      case "version" -> List.of(plain, new Way("in v1beta1", "v1beta1", Optional.empty()));
      case "protocol" ->
          List.of(
              new Way("over HTTP/1.1", WebhookCaller.V1, Optional.of("http/1.1")),
              new Way("over HTTP/2", WebhookCaller.V1, Optional.of("h2")));
      default -> Collections.nCopies(REPEATS, plain);
    };
  }

  private static ProbeRequest request(WebhookCaller caller, String token, Way way) {
    Step.Form form = Step.Form.USUAL.over(way.protocol());
    return caller.request(token, way.version(), caller.audiences(), form);
  }

  /** HTTP/2 is nobody's duty. */
  private static boolean unspoken(Way way, Exchange exchange) {
    return way.protocol().filter("h2"::equals).isPresent()
        && exchange.outcome() instanceof Outcome.Failed failed
        && failed.kind() == Failure.TLS;
  }

  private static Judged judge(ReviewAnswer.Accepted first, ReviewAnswer.Accepted now, String how) {
    boolean same =
        first.username().equals(now.username())
            && first.uid().equals(now.uid())
            && Set.copyOf(first.groups()).equals(Set.copyOf(now.groups()))
            && first.extra().equals(now.extra());
    return Judged.of(same, "the same user each time", how + ": " + ReviewJudge.words(now));
  }
}
