package dev.cksauth.reference.webhook;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.directory.DirectoryServer;
import dev.cksauth.reference.topology.OpenSamples;
import dev.cksauth.subject.SecretValue;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A directory with two users, a client of it, and a clock that goes on when told to. */
final class Company implements AutoCloseable {
  static final CertificateAuthority AUTHORITY = CertificateAuthority.create("company");
  static final Map<String, List<String>> GROUPS =
      Map.of("alice", List.of("dev", "ops"), "bob", List.of("dev"));

  private final DirectoryServer server;
  private final LdapDirectory directory;
  private Instant now = Instant.parse("2026-03-02T08:00:00Z");

  private Company(DirectoryServer server, LdapDirectory directory) {
    this.server = server;
    this.directory = directory;
  }

  static Company open() throws IOException {
    return open(GROUPS);
  }

  static Company open(Map<String, List<String>> groups) throws IOException {
    DirectoryServer server = DirectoryServer.start(OpenSamples.serving(AUTHORITY), groups);
    return new Company(
        server,
        LdapDirectory.at(
            settings(server.port(), server.readerPassword()),
            OpenSamples.trusting(AUTHORITY).getSocketFactory()));
  }

  static DirectorySettings settings(int port, String readerPassword) {
    return DirectorySettings.of(
        "localhost",
        port,
        DirectoryServer.READER,
        new SecretValue(readerPassword),
        DirectoryServer.USERS,
        DirectoryServer.ENABLED,
        DirectoryServer.GROUPS);
  }

  DirectoryServer server() {
    return server;
  }

  LdapDirectory directory() {
    return directory;
  }

  InstantSource clock() {
    return () -> now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  String password(String name) {
    return Objects.requireNonNull(server.passwords().get(name));
  }

  @Override
  public void close() {
    directory.close();
    server.close();
  }
}
