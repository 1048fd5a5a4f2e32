package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.webhook.Base32;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.DirectorySessions;
import dev.cksauth.reference.webhook.FactorSessions;
import dev.cksauth.reference.webhook.User;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/** The users of the sample webhook with two factors: each has a password and a phone. */
final class FactorLogins implements SampleTokens, AutoCloseable {
  private static final Duration LIFETIME = Duration.ofHours(12);

  private final SampleDirectory directory;
  private final ShiftedClock clock = new ShiftedClock();
  private final Phone.Ticking codes = new Phone.Ticking();
  private final Map<String, Phone> phones = new ConcurrentHashMap<>();
  private final FactorSessions sessions;
  private final WebhookServer api;
  private final LoginClient people;

  FactorLogins(
      SampleDirectory directory,
      CertificateAuthority authority,
      WebhookServerSpec spec,
      DecisionLog log,
      LoginParts parts)
      throws IOException {
    this.directory = directory;
    this.sessions =
        new FactorSessions(
            parts.directory(directory.client()),
            new DirectorySessions.Settings(LIFETIME, parts.limits(DirectoryLogins.LIMITS)),
            clock,
            codes);
    this.people = new LoginClient(authority);
    this.api = WebhookServer.logins(spec.withPath("/login"), parts.calls(sessions.logins()), log);
  }

  FactorSessions authenticator() {
    return sessions;
  }

  /** Binds the first phone of everybody. */
  void enrol() throws IOException {
    for (String name : directory.users()) {
      enrol(name);
    }
  }

  private void enrol(String name) throws IOException {
    JsonNode answer =
        people
            .post(api.uri().resolve("/enrol"), password(name))
            .orElseThrow(() -> new IOException("not enrolled: " + name));
    phones.put(name, new Phone(Base32.decode(answer.path("secret").asString()), codes));
  }

  private Map<String, String> password(String name) {
    return Map.of("username", name, "password", directory.password(name));
  }

  @Override
  public User user(String name) throws IOException {
    return directory.user(name);
  }

  /** One at a time: a code that another login shows meanwhile would be late. */
  @Override
  public synchronized Optional<String> logIn(String name, String way) throws IOException {
    Phone phone = Objects.requireNonNull(phones.get(name));
    Map<String, String> fields = new HashMap<>(password(name));
    switch (way) {
      case USUALLY, "one-time-code" -> fields.put("code", phone.fresh());
      case "password" -> {}
      case "empty-password" -> {
        fields.put("password", "");
        fields.put("code", phone.fresh());
      }
      case "pattern" -> {
        fields.put("username", name.charAt(0) + "*");
        fields.put("code", phone.fresh());
      }
      case "wrong-password" -> {
        fields.put("password", "not " + directory.password(name));
        fields.put("code", phone.fresh());
      }
      case "wrong-code" -> fields.put("code", phone.wrong());
      case "used-code" -> {
        fields.put("code", phone.fresh());
        // Meanwhile another user may log in, which would make the code a late one.
        Optional<String> unused = people.logIn(api.uri(), fields);
      }
      case "others-code" -> fields.put("code", others(phone));
      case "late-code" -> fields.put("code", phone.late());
      default -> throw new IOException("no such way to log in: " + way);
    }
    return people.logIn(api.uri(), fields);
  }

  /** What somebody else's phone shows, and this one does not. */
  private String others(Phone phone) throws IOException {
    return phones.values().stream()
        .filter(other -> other != phone)
        .map(Phone::shown)
        .filter(code -> !phone.takes(code))
        .findFirst()
        .orElseThrow(() -> new IOException("nobody else has a phone"));
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

  /** With {@code device}, it is about the user's phone: lost, or another one bound. */
  @Override
  public Map<String, Action> actions() {
    Map<String, Action> actions = new HashMap<>(directory.actions());
    Action disable = Objects.requireNonNull(actions.get("disable"));
    Action enable = Objects.requireNonNull(actions.get("enable"));
    actions.put(
        "disable",
        request -> ofDevice(request) ? device(request, false) : disable.perform(request));
    actions.put(
        "enable", request -> ofDevice(request) ? device(request, true) : enable.perform(request));
    return actions;
  }

  private static boolean ofDevice(JsonNode request) {
    return request.has("device");
  }

  private synchronized ActionAnswer device(JsonNode request, boolean bound) throws IOException {
    String name = request.path("name").asString("");
    if (!directory.users().contains(name)) {
      return ActionAnswer.notFound();
    }
    sessions.deviceLost(directory.id(name));
    if (bound) {
      enrol(name);
    }
    return ActionAnswer.done();
  }

  @Override
  public void close() {
    people.close();
    api.close();
  }
}
