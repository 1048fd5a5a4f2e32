package dev.cksauth.mutant;

import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.managed.ManagedPolicy.Authentication;
import dev.cksauth.reference.managed.ManagedPolicy.Forwarding;
import dev.cksauth.reference.managed.RequestHead;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** Policies of a managed endpoint, honest but for one thing. */
final class Policies {
  static final String ADMIN = "admin@example.com";
  static final String VIEWER = "viewer@example.com";
  static final String AUTHENTICATED = "system:authenticated";

  private Policies() {}

  /** Honest to whom an honest endpoint knows; the fault concerns the rest. */
  static ManagedPolicy otherwise(CloudConsole console, Authentication faulty) {
    ManagedPolicy honest = ManagedPolicy.honest(console);
    return honest.withAuthentication(request ->
        honest.authentication().authenticate(request).or(() -> faulty.authenticate(request)));
  }

  /** Knows the right people, and makes something else of them. */
  static ManagedPolicy known(CloudConsole console, BiFunction<RequestHead, Caller, Caller> faulty) {
    ManagedPolicy honest = ManagedPolicy.honest(console);
    return honest.withAuthentication(request ->
        honest.authentication().authenticate(request).map(caller -> faulty.apply(request, caller)));
  }

  /** Takes tokens of the console from somewhere else, too. */
  static ManagedPolicy takingFrom(
      CloudConsole console, java.util.function.Function<RequestHead, Stream<String>> place) {
    return otherwise(
        console,
        request ->
            place
                .apply(request)
                .flatMap(token -> console.authenticate(token).stream())
                .map(Gateway::caller)
                .findFirst());
  }

  /** Takes a token that looks like one that was good before. */
  static ManagedPolicy alike(CloudConsole console, BiPredicate<String, String> goodAndGiven) {
    Map<String, Caller> seen = new ConcurrentHashMap<>();
    ManagedPolicy honest = ManagedPolicy.honest(console);
    return honest.withAuthentication(request -> {
      Optional<Caller> caller = honest.authentication().authenticate(request);
      Optional<String> token = Heads.bearer(request);
      caller.ifPresent(known -> token.ifPresent(text -> seen.put(text, known)));
      return caller.or(() ->
          token.flatMap(given ->
              seen.entrySet().stream()
                  .filter(good -> goodAndGiven.test(good.getKey(), given))
                  .map(Map.Entry::getValue)
                  .findFirst()));
    });
  }

  /** Leaves in what an honest endpoint takes out, and turns nothing down. */
  static ManagedPolicy forwarding(CloudConsole console, String header) {
    ManagedPolicy honest = ManagedPolicy.honest(console);
    Forwarding harmless = honest.forwarding();
    return honest
        .withAdmission((request, caller) -> Optional.empty())
        .withForwarding(request ->
            Stream.concat(
                    harmless.headers(request).stream(),
                    request.headers().stream()
                        .filter(each -> startsWith(each, header.toLowerCase(Locale.ROOT))))
                .toList());
  }

  private static boolean startsWith(Header header, String prefix) {
    return header.key().startsWith(prefix);
  }

  /** A user, or a certificate's, whom the client names. */
  static Optional<Caller> nameIn(RequestHead request, String header) {
    return request.values(header).stream()
        .findFirst()
        .map(value -> value.replaceFirst(".*CN=([^,\"]+).*", "$1"))
        .map(Policies::user);
  }

  static Caller user(String name) {
    return new Caller(name, List.of(AUTHENTICATED));
  }

  static Optional<Caller> anonymous() {
    return Optional.of(new Caller("system:anonymous", List.of("system:unauthenticated")));
  }
}
