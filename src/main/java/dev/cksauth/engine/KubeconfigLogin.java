package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.Kubeconfig;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.Subject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The user of a kubeconfig is let in where the kubeconfig leads, as kubectl would go there. */
final class KubeconfigLogin implements Check {

  /** How scenarios name the server of the kubeconfig that a credential came in. */
  static final String SERVER = "kubeconfig";

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String word = with.path("as").asString("");
    Kubeconfig kubeconfig = KubeconfigRules.kubeconfig(go.session().subject(), word);
    Presented presented = go.credentials().get(word);
    if (!place(go.session().subject(), word).equals(Endpoint.MANAGED)) {
      new RequestRunner(go).requireSpendable(presented, "the server of its kubeconfig");
    }
    String token =
        presented
            .token()
            .map(SecretValue::reveal)
            .orElseThrow(() -> new NotTestedException("the kubeconfig has no token"));
    // A server's path stands before those of the API, for kubectl too.
    String path = String.valueOf(kubeconfig.server().getRawPath()).replaceFirst("/+$", "");
    Exchange exchange =
        go.session()
            .prober()
            .send(
                Target.of(kubeconfig),
                ProbeRequest.postJson(
                        path + RequestRunner.SELF_SUBJECT_REVIEWS,
                        RequestRunner.SELF_SUBJECT_REVIEW)
                    .withBearer(token));
    return new Finding(judge(presented, exchange), Optional.of(exchange));
  }

  /** Which endpoint the server of a kubeconfig is, as far as the file tells. */
  static String place(Subject subject, String word) {
    return KubeconfigRules.leadsToManaged(subject, word) ? Endpoint.MANAGED : SERVER;
  }

  /** Whether the user of a kubeconfig is the one it is to be. */
  static Judged judge(Presented presented, Exchange exchange) throws UnknownFactsException {
    IdentityAnswer answer = IdentityAnswer.read(exchange);
    Optional<String> wanted = presented.expected().map(Expected::username);
    String expected = wanted.map(name -> "user " + name).orElse("any user");
    if (exchange.outcome() instanceof Outcome.Failed failed && failed.kind() == Failure.UNTRUSTED) {
      // What kubectl trusts is part of the kubeconfig: here it is no trouble of the means.
      return Judged.unmet(expected, failed.words());
    }
    if (answer instanceof IdentityAnswer.Undetermined(String why, boolean ignored)) {
      throw new UnknownFactsException(why, Passing.is(exchange));
    }
    boolean own =
        answer instanceof IdentityAnswer.Named named
            && wanted.map(named.username()::equals).orElse(true);
    return Judged.of(own, expected, IdentityJudge.words(answer));
  }
}
