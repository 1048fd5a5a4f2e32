package dev.cksauth.reference.topology;

import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.managed.ManagedPolicy.Authentication;
import dev.cksauth.reference.managed.Refusal;
import dev.cksauth.reference.managed.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Managed endpoints with one named fault each. */
enum ManagedMutants {
  ACCEPTS_SERVICE_ACCOUNTS("managed/rejects-service-account-token") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(console, request -> token(request).flatMap(ManagedMutants::serviceAccount));
    }
  },
  SERVES_ANONYMOUS("managed/rejects-anonymous") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(
          console, request -> token(request).isPresent() ? Optional.empty() : anonymous());
    }
  },
  SERVES_PUBLIC_PATHS("managed/serves-no-public-path") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(
          console,
          request ->
              request.target().matches("/(version|readyz|livez|healthz).*")
                  ? anonymous()
                  : Optional.empty());
    }
  },
  FORBIDS_INSTEAD_OF_REFUSING("managed/refuses-as-kubernetes-does") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return ManagedPolicy.honest(console)
          .withUnauthorized(request -> page(403, "<html><body>Forbidden</body></html>"));
    }
  },
  SHOWS_A_LOGIN_PAGE("managed/refuses-as-kubernetes-does") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return ManagedPolicy.honest(console)
          .withUnauthorized(request -> page(200, "<html><body>Log in</body></html>"));
    }
  },
  REFUSES_IN_PLAIN_TEXT("managed/refuses-as-kubernetes-does") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return ManagedPolicy.honest(console).withUnauthorized(request -> page(401, "no"));
    }
  },
  BELIEVES_THE_PREFIX("managed/rejects-token-of-known-form") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(
          console,
          request ->
              token(request)
                  .filter(token -> token.startsWith(CloudConsole.TOKEN_PREFIX))
                  .map(token -> user(ReferenceFiles.VIEWER)));
    }
  },
  ACCEPTS_ANY_TOKEN("managed/rejects-unknown-token") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(console, request -> token(request).map(t -> user(ReferenceFiles.VIEWER)));
    }
  },
  REMEMBERS_REVOKED_TOKENS("managed/rejects-revoked-console-token") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      Map<String, Caller> seen = new ConcurrentHashMap<>();
      Authentication honest = ManagedPolicy.honest(console).authentication();
      return ManagedPolicy.honest(console)
          .withAuthentication(request -> {
            Optional<Caller> caller = honest.authenticate(request);
            Optional<String> token = token(request);
            caller.ifPresent(known -> token.ifPresent(text -> seen.put(text, known)));
            return caller.or(() -> token.map(seen::get));
          });
    }
  },
  IGNORES_REVOCATION("managed/rejects-given-revoked-token") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(
          console,
          request ->
              token(request).filter(REVOKED::contains).map(token -> user(ReferenceFiles.ADMIN)));
    }
  },
  TRUSTS_X_REMOTE_USER("managed/ignores-named-identity") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(console, request -> named(request, "X-Remote-User"));
    }
  },
  TRUSTS_X_FORWARDED_USER("managed/ignores-named-identity") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(console, request -> named(request, "X-Forwarded-User"));
    }
  },
  TRUSTS_IMPERSONATE_USER("managed/ignores-named-identity") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      return instead(console, request -> named(request, "Impersonate-User"))
          .withAdmission((request, caller) -> Optional.empty());
    }
  },
  LETS_KNOWN_CALLERS_IMPERSONATE("managed/ignores-named-identity-of-known") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      ManagedPolicy honest = ManagedPolicy.honest(console);
      return honest
          .withAuthentication(request ->
              honest
                  .authentication()
                  .authenticate(request)
                  .map(caller -> named(request, "Impersonate-User").orElse(caller)))
          .withAdmission((request, caller) -> Optional.empty());
    }
  },
  LETS_KNOWN_CALLERS_NAME_A_REMOTE_USER("managed/ignores-named-identity-of-known") {
    @Override
    ManagedPolicy of(CloudConsole console) {
      ManagedPolicy honest = ManagedPolicy.honest(console);
      return honest.withAuthentication(request ->
          honest
              .authentication()
              .authenticate(request)
              .map(caller -> named(request, "X-Remote-User").orElse(caller)));
    }
  };

  /** Tokens that a forgetful endpoint still takes to be good. */
  static final java.util.Set<String> REVOKED = ConcurrentHashMap.newKeySet();

  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final JsonMapper JSON = new JsonMapper();

  private final String killer;

  ManagedMutants(String killer) {
    this.killer = killer;
  }

  abstract ManagedPolicy of(CloudConsole console);

  /** The scenario that is named for the fault, without its cases. */
  String killer() {
    return killer;
  }

  /** Honest for whom an honest endpoint knows; else what the fault makes of the request. */
  private static ManagedPolicy instead(CloudConsole console, Authentication faulty) {
    ManagedPolicy honest = ManagedPolicy.honest(console);
    return honest.withAuthentication(request ->
        honest.authentication().authenticate(request).or(() -> faulty.authenticate(request)));
  }

  private static Optional<String> token(RequestHead request) {
    return request.values("Authorization").stream()
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> value.substring("Bearer ".length()))
        .findFirst();
  }

  private static Optional<Caller> named(RequestHead request, String header) {
    return request.values(header).stream().findFirst().map(ManagedMutants::user);
  }

  private static Caller user(String name) {
    return new Caller(name, List.of("system:authenticated"));
  }

  private static Optional<Caller> anonymous() {
    return Optional.of(new Caller("system:anonymous", List.of("system:unauthenticated")));
  }

  private static Refusal page(int status, String body) {
    return new Refusal(status, List.of(new Header("Content-Type", "text/html")), body);
  }

  /** The ServiceAccount of a token: as passed on to an API server that would take it. */
  private static Optional<Caller> serviceAccount(String token) {
    return Stream.of(token)
        .map(text -> text.split("\\.", -1))
        .filter(parts -> parts.length == 3)
        .map(parts -> new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8))
        .map(JSON::readTree)
        .map((JsonNode claims) -> claims.path("sub").asString(""))
        .filter(subject -> subject.startsWith(SERVICE_ACCOUNT))
        .map(ManagedMutants::user)
        .findFirst();
  }
}
