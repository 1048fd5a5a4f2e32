package dev.cksauth.reference.webhook;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Users of a directory. They log in with their password once, at a login API, and get the token of
 * a session; at each review the directory is asked anew whether they still may, and for their
 * groups.
 *
 * <p>Passwords as tokens would do without the API. But then each request carries the password
 * through clients, proxies and the API server, it stands in kubeconfigs, and each typing error is
 * one more failed bind on the way to the directory's lock-out; RFC 9700 section 2.4 says why a
 * password belongs to the place that checks it and to nobody else.
 */
public final class DirectorySessions implements TokenAuthenticator {
  /** How tokens begin. */
  public static final String PREFIX = "dir_";

  private final Directory directory;
  private final Sessions sessions;
  private final DirectoryPasswords passwords;

  /**
   * Settings of sessions.
   *
   * @param lifetime of a session
   */
  public record Settings(Duration lifetime, AttemptLimits limits) {
    /** A working day. */
    public static final Settings USUAL = new Settings(Duration.ofHours(12), AttemptLimits.USUAL);
  }

  /**
   * No sessions yet.
   *
   * @param directory stays open as long as this is used
   */
  public DirectorySessions(Directory directory, Settings settings, InstantSource clock) {
    this.directory = directory;
    this.sessions = new Sessions(PREFIX, settings.lifetime(), clock);
    this.passwords = new DirectoryPasswords(directory, settings.limits(), clock);
  }

  /** Its login API: by path, what is answered. */
  public Map<String, LoginCall> logins() {
    return Map.of("/login", this::logIn, "/logout", this::logOut);
  }

  private LoginAnswer logIn(LoginRequest request) {
    return switch (passwords.check(request.username(), request.password())) {
      case DirectoryPasswords.Checked.Known(Person person) -> sessions.open(person.id());
      case DirectoryPasswords.Checked.No(LoginAnswer why) -> why;
    };
  }

  private LoginAnswer logOut(LoginRequest request) {
    return sessions.end(request.token())
        ? new LoginAnswer.Done()
        : new LoginAnswer.Refused("no session");
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
