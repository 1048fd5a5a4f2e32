package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.result.Attempt;
import java.util.Optional;

/** Which steps tell who is let in where: plain ones, with credentials that nobody has altered. */
final class Attempts {
  private Attempts() {}

  static Optional<Attempt> of(Step step, Exchange exchange) {
    if (!(step instanceof Step.Request request)
        || request.path().isPresent()
        || !request.raw().isEmpty()
        || !request.headers().isEmpty()
        || request.endpoint().equals(Names.ADMINISTRATOR)
        || !Names.isCredential(request.as())) {
      return Optional.empty();
    }
    return outcome(IdentityAnswer.read(exchange))
        .map(outcome -> new Attempt(request.endpoint(), request.as(), outcome));
  }

  private static Optional<String> outcome(IdentityAnswer answer) {
    return switch (answer) {
      case IdentityAnswer.Named ignored -> Optional.of("accepted");
      case IdentityAnswer.LetIn ignored -> Optional.of("accepted");
      case IdentityAnswer.Refused ignored -> Optional.of("refused");
      case IdentityAnswer.Anonymous ignored -> Optional.of("anonymous");
      case IdentityAnswer.Undetermined ignored -> Optional.empty();
    };
  }
}
