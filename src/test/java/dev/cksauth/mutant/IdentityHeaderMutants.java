package dev.cksauth.mutant;

import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.managed.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Endpoints that believe a header of the client about who is calling. */
final class IdentityHeaderMutants {
  /** By the names of cases. */
  private static final Map<String, String> HEADERS =
      new TreeMap<>(
          Map.of(
              "x-remote-user", "X-Remote-User",
              "x-forwarded-user", "X-Forwarded-User",
              "x-auth-request-user", "X-Auth-Request-User",
              "remote-user", "Remote-User",
              "client-certificate", "X-Forwarded-Client-Cert",
              "impersonate-user", "Impersonate-User"));

  private IdentityHeaderMutants() {}

  static Stream<Mutant> all() {
    return Stream.of(ofNobody(), ofKnown(), unmanagedOfNobody(), unmanagedOfKnown())
        .flatMap(Function.identity());
  }

  private static Stream<Mutant> ofNobody() {
    return HEADERS.entrySet().stream()
        .map(each ->
            ManagedMutants.policy(
                "managed-trusts-" + each.getKey(),
                "managed/ignores-named-identity#" + each.getKey(),
                console ->
                    letting(
                        Policies.otherwise(
                            console, request -> Policies.nameIn(request, each.getValue())))));
  }

  private static Stream<Mutant> ofKnown() {
    String killer = "managed/ignores-named-identity-of-known#";
    return Stream.of(
        renaming("x-remote-user", "X-Remote-User"),
        renaming("x-forwarded-user", "X-Forwarded-User"),
        renaming("impersonate-user", "Impersonate-User"),
        ManagedMutants.policy(
            "managed-refuses-impersonation-in-capitals-only",
            killer + "impersonate-user-lower-case",
            console ->
                letting(
                    Policies.known(
                        console,
                        (request, caller) ->
                            request.headers().stream()
                                .filter(header -> header.name().equals("impersonate-user"))
                                .map(Header::value)
                                .map(Policies::user)
                                .findFirst()
                                .orElse(caller)))),
        ManagedMutants.policy(
            "managed-merges-impersonate-group",
            killer + "impersonate-group",
            console -> Policies.forwarding(console, "Impersonate-Group")),
        ManagedMutants.policy(
            "managed-merges-impersonate-uid",
            killer + "impersonate-uid",
            console -> Policies.forwarding(console, "Impersonate-Uid")),
        ManagedMutants.policy(
            "managed-trusts-x-remote-group-of-known",
            killer + "x-remote-group",
            console ->
                Policies.known(
                    console,
                    (request, caller) -> withGroups(caller, request.values("X-Remote-Group")))));
  }

  private static Mutant renaming(String name, String header) {
    return ManagedMutants.policy(
        "managed-trusts-" + name + "-of-known",
        "managed/ignores-named-identity-of-known#" + name,
        console ->
            letting(
                Policies.known(
                    console,
                    (request, caller) -> Policies.nameIn(request, header).orElse(caller))));
  }

  /** An endpoint that believes a header does not turn it down. */
  private static ManagedPolicy letting(ManagedPolicy policy) {
    return policy.withAdmission((request, caller) -> Optional.empty());
  }

  private static Caller withGroups(Caller caller, List<String> more) {
    List<String> all = new ArrayList<>(caller.groups());
    all.addAll(more);
    return new Caller(caller.username(), all);
  }

  private static Stream<Mutant> unmanagedOfNobody() {
    return Stream.of("x-remote-user", "x-forwarded-user", "impersonate-user")
        .map(name ->
            unmanaged(
                "unmanaged-trusts-" + name,
                "unmanaged/ignores-named-identity#" + name,
                (gateway, head) ->
                    head.values("Authorization").isEmpty()
                        ? Policies.nameIn(head, name)
                        : Optional.empty()));
  }

  private static Stream<Mutant> unmanagedOfKnown() {
    String killer = "unmanaged/ignores-named-identity-of-known#";
    return Stream.concat(
        Stream.of("x-remote-user", "impersonate-user")
            .map(name ->
                unmanaged(
                    "unmanaged-trusts-" + name + "-of-known",
                    killer + name,
                    (gateway, head) ->
                        reviewed(gateway, head).flatMap(known -> Policies.nameIn(head, name)))),
        Stream.of("x-remote-group", "impersonate-group")
            .map(name ->
                unmanaged(
                    "unmanaged-trusts-" + name + "-of-known",
                    killer + name,
                    (gateway, head) ->
                        head.values(name).isEmpty()
                            ? Optional.empty()
                            : reviewed(gateway, head)
                                .map(known -> withGroups(known, head.values(name))))));
  }

  private static Optional<Caller> reviewed(Gateway gateway, RequestHead head) throws Exception {
    Optional<String> token = Heads.bearer(head);
    return token.isEmpty() ? Optional.empty() : gateway.reviewed(token.get(), List.of());
  }

  private static Mutant unmanaged(String name, String killer, Fronts.Finding finding) {
    return new Mutant(
        name,
        Part.UNMANAGED_ENDPOINT,
        killer,
        stage -> stage.front("unmanaged", Fronts.rule(stage.gateway(), Fronts.found(finding))));
  }
}
