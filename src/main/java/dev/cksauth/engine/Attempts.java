package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.result.Attempt;
import java.util.Optional;

/** Which steps tell who is let in where: plain ones, with credentials that nobody has altered. */
final class Attempts {
  private static final String ANONYMOUS = "anonymous";

  private Attempts() {}

  static Optional<Attempt> of(Step step, Exchange exchange) {
    if (!(step instanceof Step.Request request)
        || !request.raw().isEmpty()
        || !request.headers().isEmpty()
        || request.endpoint().equals(Names.ADMINISTRATOR)
        || !Names.isCredential(request.as())) {
      return Optional.empty();
    }
    boolean nobody = request.as().equals(Names.NONE);
    if (request.path().isPresent() && !nobody) {
      return Optional.empty();
    }
    Optional<String> outcome = outcome(IdentityAnswer.read(exchange));
    return outcome
        .or(() -> nobody && served(exchange) ? Optional.of(ANONYMOUS) : Optional.empty())
        .map(found -> new Attempt(request.endpoint(), request.as(), found));
  }

  /** Few answers name system:anonymous; content for who shows no credential says it. */
  private static boolean served(Exchange exchange) {
    return exchange.outcome() instanceof Outcome.Answered answered
        && answered.status() >= 200
        && answered.status() < 300;
  }

  private static Optional<String> outcome(IdentityAnswer answer) {
    return switch (answer) {
      case IdentityAnswer.Named ignored -> Optional.of("accepted");
      case IdentityAnswer.LetIn ignored -> Optional.of("accepted");
      case IdentityAnswer.Refused ignored -> Optional.of("refused");
      case IdentityAnswer.Anonymous ignored -> Optional.of(ANONYMOUS);
      case IdentityAnswer.Undetermined ignored -> Optional.empty();
    };
  }
}
