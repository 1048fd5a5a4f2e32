package dev.cksauth.reference.managed;

import dev.cksauth.reference.console.ConsoleTokens;
import java.util.List;
import java.util.Optional;

/**
 * What the endpoint decides about a request, apart from how it carries it. Each part can be
 * replaced by one with a fault, to see that a suite notices.
 *
 * @param authentication who is calling
 * @param unauthorized what a caller without a good credential is told
 * @param admission what a known caller may not ask for
 * @param forwarding which of the client's headers go upstream
 */
public record ManagedPolicy(
    Authentication authentication,
    Unauthorized unauthorized,
    Admission admission,
    Forwarding forwarding) {

  /** Finds out who is calling. */
  @FunctionalInterface
  public interface Authentication {
    /** The caller, or empty when there is no good credential. Called once for every request. */
    Optional<Caller> authenticate(RequestHead request);
  }

  /** Answers a request without a good credential. */
  @FunctionalInterface
  public interface Unauthorized {
    Refusal answer(RequestHead request);
  }

  /** Turns down what a known caller may not ask for. */
  @FunctionalInterface
  public interface Admission {
    /** The refusal, or empty when the request may go upstream. */
    Optional<Refusal> refuse(RequestHead request, Caller caller);
  }

  /** Chooses the headers that go upstream. */
  @FunctionalInterface
  public interface Forwarding {
    /** The headers to send, before the endpoint adds its own for impersonation. */
    List<Header> headers(RequestHead request);
  }

  /** The policy of an honest managed endpoint: this console's tokens and nothing else. */
  public static ManagedPolicy honest(ConsoleTokens console) {
    return new ManagedPolicy(
        HonestPolicy.consoleTokens(console),
        request -> Refusal.unauthorized(),
        HonestPolicy::withoutImpersonation,
        HonestPolicy::harmlessHeaders);
  }

  public ManagedPolicy withAuthentication(Authentication replacement) {
    return new ManagedPolicy(replacement, unauthorized, admission, forwarding);
  }

  public ManagedPolicy withUnauthorized(Unauthorized replacement) {
    return new ManagedPolicy(authentication, replacement, admission, forwarding);
  }

  public ManagedPolicy withAdmission(Admission replacement) {
    return new ManagedPolicy(authentication, unauthorized, replacement, forwarding);
  }

  public ManagedPolicy withForwarding(Forwarding replacement) {
    return new ManagedPolicy(authentication, unauthorized, admission, replacement);
  }
}
