package dev.cksauth.engine.configuration;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Prober;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialState;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.SecretResolver;
import dev.cksauth.subject.SecretUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Asks a cluster's endpoints whom they take the bearer of a credential for. */
final class Logins {
  private static final String REVIEWS = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
  private static final String REVIEW =
      "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"SelfSubjectReview\"}";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(250);

  private final Prober prober;
  private final SecretResolver secrets;
  private final ClusterSubject cluster;

  Logins(Prober prober, SecretResolver secrets, ClusterSubject cluster) {
    this.prober = prober;
    this.secrets = secrets;
    this.cluster = cluster;
  }

  /**
   * A login that no webhook and no issuer has a part in: a console token at the managed endpoint, a
   * ServiceAccount token or a client certificate at the unmanaged one.
   *
   * @return who it is, and where
   * @throws ConfigurationException when there is none: then nobody could put things right
   */
  String escape() throws ConfigurationException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      List<String> seen = new ArrayList<>();
      boolean silent = false;
      for (Credential credential : cluster.credentials()) {
        Optional<Endpoint> endpoint = independent(credential);
        if (endpoint.isPresent()) {
          IdentityAnswer answer = ask(credential, endpoint.get());
          if (answer instanceof IdentityAnswer.Named named && isBearer(credential, answer)) {
            return "%s at the %s endpoint".formatted(named.username(), endpoint.get().name());
          }
          // One that has just started may refuse a gateway, by the gateway's own name.
          silent |=
              answer instanceof IdentityAnswer.Undetermined
                  || answer instanceof IdentityAnswer.Named;
          seen.add(credential.name() + " is " + words(answer));
        }
      }
      // An API server that is being restarted answers nobody for some seconds.
      if (!silent || System.nanoTime() >= end || Thread.currentThread().isInterrupted()) {
        throw new ConfigurationException(
            "nothing was changed: no login is proven that does not depend on what would be"
                + " changed. Give a console token with endpoints.managed, or a ServiceAccount token"
                + " or a client certificate with endpoints.unmanaged. Tried: "
                + (seen.isEmpty() ? "none is given" : String.join("; ", seen)));
      }
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private Optional<Endpoint> independent(Credential credential) {
    if (credential.state() != CredentialState.VALID) {
      return Optional.empty();
    }
    return switch (credential.kind()) {
      case CONSOLE -> cluster.endpoint(Endpoint.MANAGED);
      case SERVICE_ACCOUNT, CLIENT_CERTIFICATE -> cluster.endpoint("unmanaged");
      case OIDC, WEBHOOK -> Optional.empty();
    };
  }

  /** Whom the unmanaged endpoint takes the bearer of a webhook's or issuer's token for. */
  IdentityAnswer unmanaged(Credential credential) throws ConfigurationException {
    Endpoint endpoint =
        cluster
            .endpoint("unmanaged")
            .orElseThrow(() ->
                new ConfigurationException("the subject's file gives no endpoints.unmanaged"));
    return ask(credential, endpoint);
  }

  /** Whether an answer names whom a credential is of, where its file says that. */
  static boolean isBearer(Credential credential, IdentityAnswer answer) {
    return answer instanceof IdentityAnswer.Named named
        && credential.expect().map(who -> who.username().equals(named.username())).orElse(true);
  }

  static String words(IdentityAnswer answer) {
    return switch (answer) {
      case IdentityAnswer.Named named -> "taken for " + named.username();
      case IdentityAnswer.Anonymous ignored -> "taken for nobody";
      case IdentityAnswer.Refused ignored -> "refused (HTTP 401)";
      case IdentityAnswer.LetIn letIn -> letIn.how();
      case IdentityAnswer.Undetermined unknown -> unknown.why();
    };
  }

  private IdentityAnswer ask(Credential credential, Endpoint endpoint)
      throws ConfigurationException {
    Target target = Target.of(endpoint);
    ProbeRequest request = ProbeRequest.postJson(REVIEWS, REVIEW);
    if (credential.token().isPresent()) {
      try {
        request = request.withBearer(secrets.resolve(credential.token().get()).reveal());
      } catch (SecretUnavailable unavailable) {
        throw new ConfigurationException(credential.name() + ": " + unavailable.getMessage());
      }
    } else if (credential.certificate().isPresent()) {
      request = request.withCertificate(credential.certificate().get());
    }
    prober.forget(target);
    Exchange exchange = prober.send(target, request);
    return IdentityAnswer.read(exchange);
  }
}
