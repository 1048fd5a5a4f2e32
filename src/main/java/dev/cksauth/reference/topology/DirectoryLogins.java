package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.webhook.AttemptLimits;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.DirectorySessions;
import dev.cksauth.reference.webhook.User;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The users of the sample webhook before a directory, who log in at its API. */
final class DirectoryLogins implements SampleTokens, AutoCloseable {

  /** A suite logs in more often than a person, and waits for less. */
  static final AttemptLimits LIMITS =
      new AttemptLimits(5, Duration.ofSeconds(5), 10_000, Duration.ofSeconds(10));

  private static final Duration LIFETIME = Duration.ofHours(12);

  private final SampleDirectory directory;
  private final ShiftedClock clock = new ShiftedClock();
  private final DirectorySessions sessions;
  private final WebhookServer api;
  private final LoginClient people;

  DirectoryLogins(
      SampleDirectory directory,
      CertificateAuthority authority,
      WebhookServerSpec spec,
      DecisionLog log)
      throws IOException {
    this.directory = directory;
    this.sessions =
        new DirectorySessions(
            directory.client(), new DirectorySessions.Settings(LIFETIME, LIMITS), clock);
    this.api = WebhookServer.logins(spec.withPath("/login"), sessions.logins(), log);
    this.people = new LoginClient(authority);
  }

  DirectorySessions authenticator() {
    return sessions;
  }

  @Override
  public User user(String name) throws IOException {
    return directory.user(name);
  }

  /**
   * One after the other: who begins five logins at once is locked out until the first of them is
   * known to be good.
   */
  @Override
  public synchronized Optional<String> logIn(String name, String way) throws IOException {
    String right = directory.password(name);
    return people.logIn(
        api.uri(),
        switch (way) {
          case USUALLY, "password" -> fields(name, right);
          case "wrong-password" -> fields(name, "not " + right);
          case "empty-password" -> fields(name, "");
          case "pattern" -> fields(name.charAt(0) + "*", right);
          default -> throw new IOException("no such way to log in: " + way);
        });
  }

  private static Map<String, String> fields(String name, String password) {
    return Map.of("username", name, "password", password);
  }

  @Override
  public boolean revoke(String token) throws IOException {
    return people.logOut(logout(), token);
  }

  private URI logout() {
    return api.uri().resolve("/logout");
  }

  @Override
  public Map<String, String> others() throws IOException {
    Map<String, String> others = new LinkedHashMap<>();
    clock.goBack(LIFETIME.plus(Duration.ofHours(1)));
    others.put("expired", issue("alice"));
    clock.comeBack();
    String ended = issue("alice");
    boolean unused = revoke(ended);
    others.put("revoked", ended);
    return others;
  }

  @Override
  public Map<String, Action> actions() {
    return directory.actions();
  }

  @Override
  public void close() {
    people.close();
    api.close();
  }
}
