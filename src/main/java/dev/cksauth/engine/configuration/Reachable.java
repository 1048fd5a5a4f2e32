package dev.cksauth.engine.configuration;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Client;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Calls from here what an API server is to call: a wrong URL or authority shows before. */
final class Reachable {
  private static final String DISCOVERY = "/.well-known/openid-configuration";
  private static final String REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\","
          + "\"spec\":{\"token\":\"cks-auth-reaches-this-webhook\"}}";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final Prober prober;

  Reachable(Prober prober) {
    this.prober = prober;
  }

  /** What is wrong with it; empty where it answers as it should. */
  Optional<String> trouble(Change.Reach reach) {
    Client client =
        new Client(
            reach.ca(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    Target target = new Target(reach.url().toString(), reach.url(), Optional.empty(), client);
    String path = reach.url().getRawPath() == null ? "" : reach.url().getRawPath();
    Exchange exchange =
        prober.send(
            target,
            reach.discovery()
                ? ProbeRequest.get(path.replaceFirst("/+$", "") + DISCOVERY)
                : ProbeRequest.postJson(path.isEmpty() ? "/" : path, REVIEW));
    return switch (exchange.outcome()) {
      case Outcome.Failed failed -> Optional.of("does not answer from here: " + failed.words());
      case Outcome.Answered answered ->
          reach.discovery() ? discovery(reach, answered) : webhook(answered);
    };
  }

  private static Optional<String> webhook(Outcome.Answered answered) {
    return answered.status() == NOT_FOUND
        ? Optional.of("answers HTTP 404: no webhook is at this path")
        : Optional.empty();
  }

  /** Compared as an API server does, byte for byte (OpenID Connect Discovery 1.0, section 4.3). */
  private static Optional<String> discovery(Change.Reach reach, Outcome.Answered answered) {
    try {
      String named =
          answered.status() == OK
              ? new JsonMapper().readTree(answered.body()).path("issuer").asString("")
              : "";
      return named.equals(reach.url().toString())
          ? Optional.empty()
          : Optional.of(
              "answers discovery with HTTP %d and the issuer `%s`"
                  .formatted(answered.status(), named));
    } catch (JacksonException notJson) {
      return Optional.of("answers discovery with what is no JSON");
    }
  }
}
