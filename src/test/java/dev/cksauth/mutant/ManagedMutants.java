package dev.cksauth.mutant;

import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.Role;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.managed.ManagedPolicy.Authentication;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

/** Managed endpoints that decide one thing wrongly. */
final class ManagedMutants {
  private static final int SHORTEST = 20;

  private ManagedMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(nobody(), refusals(), tokens(), revocation(), known(), rights())
        .flatMap(Function.identity());
  }

  private static Stream<Mutant> nobody() {
    return Stream.of(
        policy(
            "serves-anonymous",
            "managed/rejects-anonymous",
            otherwise(request ->
                Heads.bearer(request).isPresent() ? Optional.empty() : Policies.anonymous())),
        policy(
            "serves-public-paths",
            "managed/serves-no-public-path",
            otherwise(request ->
                request.target().matches("/(version|readyz|livez|healthz).*")
                    ? Policies.anonymous()
                    : Optional.empty())),
        policy(
            "exempts-health-by-prefix",
            "managed/serves-no-path-without-credential",
            otherwise(request ->
                request.target().matches("/(readyz|livez|healthz).*")
                    ? Policies.anonymous()
                    : Optional.empty())));
  }

  private static Stream<Mutant> refusals() {
    String killer = "managed/refuses-as-kubernetes-does";
    return Stream.of(
        policy("forbids-instead-of-refusing", killer, refusing(403)),
        policy("shows-a-login-page", killer, refusing(200)),
        policy("refuses-by-a-page", killer, refusing(401)),
        policy(
            "redirects-to-login",
            killer,
            refusing(302, new Header("Location", "https://login.example.com/"))));
  }

  private static Stream<Mutant> tokens() {
    String altered = "managed/rejects-altered-console-token";
    return Stream.of(
        policy(
            "believes-the-prefix",
            "managed/rejects-token-of-known-form",
            otherwise(request ->
                Heads.bearer(request)
                    .filter(token -> token.startsWith(CloudConsole.TOKEN_PREFIX))
                    .map(token -> Policies.user(Policies.VIEWER)))),
        policy(
            "accepts-any-token",
            "managed/rejects-unknown-token",
            otherwise(
                request -> Heads.bearer(request).map(token -> Policies.user(Policies.VIEWER)))),
        policy(
            "reads-service-account-tokens",
            "managed/rejects-service-account-token",
            otherwise(request -> Heads.bearer(request).flatMap(Jwt::claimed))),
        policy(
            "compares-ignoring-case",
            "managed/tells-tokens-apart-by-case",
            console -> Policies.alike(console, String::equalsIgnoreCase)),
        policy(
            "compares-start-only",
            altered + "#longer",
            console -> Policies.alike(console, (good, given) -> given.startsWith(good))),
        policy(
            "takes-shortened-tokens",
            altered + "#shorter",
            console ->
                Policies.alike(
                    console,
                    (good, given) -> given.length() >= SHORTEST && good.startsWith(given))),
        policy(
            "knows-only-capital-bearer",
            "managed/takes-scheme-in-any-case",
            console -> capital(ManagedPolicy.honest(console))));
  }

  private static ManagedPolicy capital(ManagedPolicy honest) {
    return honest.withAuthentication(request ->
        request.values("Authorization").stream().allMatch(value -> value.startsWith("Bearer "))
            ? honest.authentication().authenticate(request)
            : Optional.empty());
  }

  private static Stream<Mutant> revocation() {
    return Stream.of(
        policy(
            "remembers-revoked-tokens",
            "managed/rejects-revoked-console-token",
            console -> Policies.alike(console, String::equals)),
        new Mutant(
            "takes-a-token-revoked-before",
            Part.MANAGED_ENDPOINT,
            "managed/rejects-given-revoked-token",
            stage -> {
              String revoked = stage.reference().token("console-revoked");
              stage.managed(
                  Policies.otherwise(
                      stage.reference().console(),
                      request ->
                          Heads.bearer(request)
                              .filter(revoked::equals)
                              .map(token -> Policies.user(Policies.ADMIN))));
            }));
  }

  private static Stream<Mutant> known() {
    return Stream.of(
        policy(
            "drops-groups",
            "managed/accepts-console-token",
            console ->
                Policies.known(console, (request, caller) -> Policies.user(caller.username()))),
        policy(
            "mixes-up-users",
            "managed/keeps-users-apart",
            console -> {
              AtomicReference<Caller> first = new AtomicReference<>();
              return Policies.known(
                  console,
                  (request, caller) ->
                      first.updateAndGet(before -> before == null ? caller : before));
            }));
  }

  private static Stream<Mutant> rights() {
    return Stream.of(
        policy(
            "viewer-may-write",
            "managed/gives-viewers-only-their-rights",
            console -> inRole(console, Policies.VIEWER, Role.ADMIN)),
        policy(
            "admin-may-only-read",
            "managed/gives-admins-their-rights",
            console -> inRole(console, Policies.ADMIN, Role.VIEWER)));
  }

  /** A wrong role wherever that is not told to the caller. */
  private static ManagedPolicy inRole(CloudConsole console, String user, Role wrong) {
    return Policies.known(
        console,
        (request, caller) ->
            caller.username().equals(user) && !request.target().contains("selfsubjectreviews")
                ? new Caller(user, List.of(wrong.group(), Policies.AUTHENTICATED))
                : caller);
  }

  static Mutant policy(String name, String killer, Function<CloudConsole, ManagedPolicy> faulty) {
    return new Mutant(
        name,
        Part.MANAGED_ENDPOINT,
        killer,
        stage -> stage.managed(faulty.apply(stage.reference().console())));
  }

  private static Function<CloudConsole, ManagedPolicy> otherwise(Authentication faulty) {
    return console -> Policies.otherwise(console, faulty);
  }

  private static Function<CloudConsole, ManagedPolicy> refusing(int status, Header... headers) {
    return console ->
        ManagedPolicy.honest(console)
            .withUnauthorized(request -> Gateway.page(status, "Log in", headers));
  }
}
