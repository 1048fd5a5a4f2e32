package dev.cksauth.reference.webhook;

/** One call of a login API. Safe for use by many threads. */
@FunctionalInterface
public interface LoginCall {

  /** Does it. */
  LoginAnswer answer(LoginRequest request);
}
