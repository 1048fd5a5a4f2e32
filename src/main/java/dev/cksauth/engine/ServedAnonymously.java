package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * An endpoint takes requests without a credential for anonymous ones, at one of the usual paths at
 * least: an owner may have narrowed anonymous access to some of them (contract E-07).
 */
final class ServedAnonymously implements Check {

  private static final String VERSION = "/version";

  private static final List<String> PATHS =
      List.of("/livez", "/readyz", "/healthz", VERSION, "/api");

  private static final String EXPECTED =
      "answered as the API server answers system:anonymous, at one path at least";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String endpoint = with.path("endpoint").asString("");
    Target target = go.session().required(endpoint);
    List<String> seen = new ArrayList<>();
    Optional<Exchange> last = Optional.empty();
    boolean unknown = false;
    for (String path : PATHS) {
      Exchange exchange = go.session().prober().send(target, ProbeRequest.get(path));
      last = Optional.of(exchange);
      if (served(path, exchange)) {
        return new Finding(Judged.met(EXPECTED, path + " " + words(exchange)), last);
      }
      unknown |= exchange.outcome() instanceof Outcome.Failed || Passing.is(exchange);
      seen.add(path + " " + words(exchange));
    }
    String actual = String.join(", ", seen);
    if (!unknown && !refuses(go, target)) {
      return new Finding(
          Judged.unknown(EXPECTED, actual + "; a token that nobody issued is not refused either"),
          last);
    }
    return new Finding(
        unknown ? Judged.unknown(EXPECTED, actual) : Judged.unmet(EXPECTED, actual), last);
  }

  /** Whether there is an API server at all: a page for everybody tells nothing of anonymous. */
  private static boolean refuses(Go go, Target target)
      throws NotTestedException, UnknownFactsException {
    ProbeRequest request =
        ProbeRequest.postJson(RequestRunner.SELF_SUBJECT_REVIEWS, RequestRunner.SELF_SUBJECT_REVIEW)
            .withBearer(go.credentials().get(Names.UNKNOWN).token().orElseThrow().reveal());
    return IdentityAnswer.read(go.session().prober().send(target, request))
        instanceof IdentityAnswer.Refused;
  }

  /** A page of something before the API server may have the same status. */
  private static boolean served(String path, Exchange exchange) {
    if (IdentityAnswer.read(exchange) instanceof IdentityAnswer.Anonymous) {
      return true;
    }
    if (!(exchange.outcome() instanceof Outcome.Answered answered) || answered.status() != 200) {
      return false;
    }
    return path.equals(VERSION)
        ? new AnswerJudge(name -> name).parsed(answered).path("gitVersion").isString()
        : new String(answered.body(), StandardCharsets.UTF_8).strip().equals("ok");
  }

  private static String words(Exchange exchange) {
    return switch (exchange.outcome()) {
      case Outcome.Failed failed -> failed.words();
      case Outcome.Answered answered ->
          "HTTP "
              + answered.status()
              + answered.header("Content-Type").map(type -> " " + type).orElse("");
    };
  }
}
