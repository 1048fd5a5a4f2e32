package dev.cksauth.probe;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.subject.Address;
import dev.cksauth.subject.Authorities;
import dev.cksauth.subject.Client;
import dev.cksauth.subject.Environment;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What tests of probes share. */
final class Probing {
  static final String HOST = "api.example.test";

  private final CertificateAuthority authority = CertificateAuthority.create("probing");

  IssuedCertificate identity(String name) {
    return authority.issueServer(List.of(name), List.of());
  }

  CertificateAuthority authority() {
    return authority;
  }

  Client client() {
    return trusting(authority);
  }

  static Client trusting(CertificateAuthority trusted) {
    return client(Optional.of(new Authorities("test", List.of(trusted.certificate()))));
  }

  static Client client(Optional<Authorities> ca) {
    return new Client(
        ca,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The name above, dialled where the server listens. */
  Target target(RawServer server) {
    return at(server, URI.create("https://" + HOST), client());
  }

  static Target at(RawServer server, URI url, Client client) {
    return new Target("test", url, Optional.of(new Address("127.0.0.1", server.port())), client);
  }

  static Target plain(String url) {
    return new Target("test", URI.create(url), Optional.empty(), client(Optional.empty()));
  }

  static Prober prober() {
    return new Prober(new Redactor(), options(Duration.ofSeconds(10)));
  }

  static ProberOptions options(Duration answer) {
    return new ProberOptions(Duration.ofSeconds(10), answer, 1 << 20, Environment.of(Map.of()));
  }

  static Exchange exchange(Outcome outcome) {
    return new Exchange(
        plain("http://127.0.0.1"), ProbeRequest.get("/"), outcome, Instant.EPOCH, Duration.ZERO);
  }

  static Exchange answered(int status, String type, String body) {
    List<Header> headers = type.isEmpty() ? List.of() : List.of(new Header("Content-Type", type));
    byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return exchange(new Outcome.Answered(status, "h2", headers, bytes));
  }
}
