package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import dev.cksauth.reference.directory.DirectoryServer;
import dev.cksauth.reference.webhook.DirectorySettings;
import dev.cksauth.reference.webhook.LdapDirectory;
import dev.cksauth.reference.webhook.User;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The directory of the reference's webhooks, its client, and what may be asked of it. */
final class SampleDirectory implements AutoCloseable {
  private static final Pattern GROUP = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  private final DirectoryServer server;
  private final LdapDirectory client;
  private final Map<String, User> users;

  private SampleDirectory(DirectoryServer server, LdapDirectory client, Map<String, User> users) {
    this.server = server;
    this.users = Map.copyOf(users);
    this.client = client;
  }

  static SampleDirectory start(CertificateAuthority authority) throws IOException {
    return start(authority, SampleTokens.USERS);
  }

  /**
   * Starts one of these users.
   *
   * @param users by the names of their credentials
   */
  static SampleDirectory start(CertificateAuthority authority, Map<String, User> users)
      throws IOException {
    DirectoryServer server =
        DirectoryServer.start(
            TlsContexts.serving(authority),
            users.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, user -> user.getValue().groups())));
    DirectorySettings settings =
        DirectorySettings.of(
            "localhost",
            server.port(),
            DirectoryServer.READER,
            new SecretValue(server.readerPassword()),
            DirectoryServer.USERS,
            DirectoryServer.ENABLED,
            DirectoryServer.GROUPS);
    return new SampleDirectory(
        server,
        LdapDirectory.at(settings, TlsContexts.trusting(authority).getSocketFactory()),
        users);
  }

  LdapDirectory client() {
    return client;
  }

  String password(String name) {
    return Objects.requireNonNull(server.passwords().get(name));
  }

  /** The names of all users. */
  Set<String> users() {
    return users.keySet();
  }

  /** What stays the same of a user. */
  String id(String name) throws IOException {
    return server.id(name);
  }

  /** A user as the directory has it. */
  User user(String name) throws IOException {
    User user = Objects.requireNonNull(users.get(name));
    return new User(user.username(), Optional.of(server.id(name)), user.groups(), Map.of());
  }

  /** What a subject file may ask of it, by its names. */
  Map<String, Action> actions() {
    return new TreeMap<>(
        Map.of(
            "disable", request -> change(request, false),
            "enable", request -> change(request, true),
            "fault",
                request -> {
                  stop();
                  return ActionAnswer.done();
                },
            "heal",
                request -> {
                  restore();
                  return ActionAnswer.done();
                }));
  }

  /** Is down. */
  void stop() {
    server.stop();
  }

  /** Is back. */
  void restore() throws IOException {
    server.restore();
  }

  /** With {@code group}, membership alone; without it, the whole account. */
  private ActionAnswer change(JsonNode request, boolean in) throws IOException {
    String name = request.path("name").asString("");
    String group = request.path("group").asString("");
    if (!users.containsKey(name)) {
      return ActionAnswer.notFound();
    }
    if (!group.isEmpty() && !GROUP.matcher(group).matches()) {
      return ActionAnswer.badRequest();
    }
    if (group.isEmpty()) {
      server.setEnabled(name, in);
    } else if (in) {
      server.join(name, group);
    } else {
      server.leave(name, group);
    }
    return ActionAnswer.done();
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
