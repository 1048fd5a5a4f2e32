package dev.cksauth.reference.webhook;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users of a directory who log in with a password and a one-time code, and get the token of a
 * session. The API server sees the token alone, so a factor is asked for once a session, not once a
 * request: a code as a token would be good for one review only.
 *
 * <p>Wrong passwords and wrong codes are counted together, and told apart by nobody: whoever has
 * found a password is not told so.
 */
public final class FactorSessions implements TokenAuthenticator {
  /** How tokens begin. */
  public static final String PREFIX = "mfa_";

  private final Directory directory;
  private final Sessions sessions;
  private final DirectoryPasswords passwords;
  private final Factors factors;

  /**
   * No sessions and no devices yet.
   *
   * @param directory stays open as long as this is used
   * @param clock of sessions and lock-outs
   * @param codes the clock by which codes are shown
   */
  public FactorSessions(
      Directory directory,
      DirectorySessions.Settings settings,
      InstantSource clock,
      InstantSource codes) {
    this.directory = directory;
    this.sessions = new Sessions(PREFIX, settings.lifetime(), clock);
    this.passwords = new DirectoryPasswords(directory, settings.limits(), clock);
    this.factors = new Factors(codes);
  }

  /** Its login API: by path, what is answered. */
  public Map<String, LoginCall> logins() {
    return Map.of("/enrol", this::enrol, "/login", this::logIn, "/logout", this::logOut);
  }

  private LoginAnswer enrol(LoginRequest request) {
    return switch (passwords.check(request.username(), request.password())) {
      case DirectoryPasswords.Checked.Known(Person person) ->
          factors
              .enrol(person.id())
              .<LoginAnswer>map(LoginAnswer.Enrolled::new)
              .orElseGet(() -> new LoginAnswer.Refused("enrolled already"));
      case DirectoryPasswords.Checked.No(LoginAnswer why) -> why;
    };
  }

  private LoginAnswer logIn(LoginRequest request) {
    return switch (passwords.check(
        request.username(), request.password(), person -> refusal(person, request.code()))) {
      case DirectoryPasswords.Checked.Known(Person person) -> sessions.open(person.id());
      case DirectoryPasswords.Checked.No(LoginAnswer why) -> why;
    };
  }

  private Optional<String> refusal(Person person, String code) {
    return switch (factors.use(person.id(), code)) {
      case GOOD -> Optional.empty();
      case WRONG -> Optional.of("wrong code");
      case REPLAYED -> Optional.of("replayed code");
      case NOT_ENROLLED -> Optional.of("not enrolled");
    };
  }

  private LoginAnswer logOut(LoginRequest request) {
    return sessions.end(request.token())
        ? new LoginAnswer.Done()
        : new LoginAnswer.Refused("no session");
  }

  /**
   * A user's device is lost: it is taken away, and with it each session that was opened by it. For
   * an administrator, after whom the user may enrol another one.
   *
   * @param id of the entry
   */
  public void deviceLost(String id) {
    factors.forget(id);
    sessions.endAll(id);
  }

  @Override
  public Decision authenticate(String token, List<String> audiences) {
    Optional<Sessions.Session> session = sessions.of(token);
    if (session.isEmpty()) {
      return new Decision.NotAuthenticated("no session");
    }
    return new DirectoryUsers(directory).decide(session.get().id());
  }

  @Override
  public boolean ready() {
    return directory.answers();
  }
}
