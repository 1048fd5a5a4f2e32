package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.where;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is wrong with how a webhook is reached, and who reaches it. */
final class TransportMutants {
  private TransportMutants() {}

  static Stream<WebhookMutant> all(CertificateAuthority authority, CertificateAuthority stranger) {
    return Stream.of(
        faulty(
            "shows-a-certificate-of-a-stranger",
            "transport/has-trusted-certificate",
            served(spec -> showing(spec, stranger, "localhost"))),
        faulty(
            "shows-a-certificate-for-another-name",
            "transport/has-trusted-certificate",
            served(spec -> showing(spec, authority, "webhook.example.test"))),
        faulty(
            "listens-in-clear",
            "transport/is-encrypted",
            served(spec ->
                new WebhookServerSpec(
                    spec.address(), spec.path(), Optional.empty(), List.of(), Optional.empty()))),
        faulty(
            "serves-http-2-alone",
            "transport/speaks-http-1",
            where(asked -> asked.protocol().equals("HTTP/1.1"), Faults.text(505))),
        faulty("forgets-users-at-a-restart", "transport/survives-restart", new Forgetful()),
        faulty("denies-while-it-loads", "transport/denies-nobody-while-it-starts", new Loading()),
        faulty(
            "renews-with-a-certificate-of-a-stranger",
            "transport/survives-new-certificate",
            new Fault() {
              @Override
              public TlsIdentity renewed(TlsIdentity identity) {
                return identity(stranger, "localhost");
              }
            }),
        faulty("asks-callers-for-no-token", "transport/demands-bearer-token#no-token", Fault.NONE)
            .where(
                yaml -> yaml.replace("  ca: ca.pem\n", "  ca: ca.pem\n  bearer: callers-own\n")));
  }

  private static Fault served(UnaryOperator<WebhookServerSpec> change) {
    return new Fault() {
      @Override
      public WebhookServerSpec served(WebhookServerSpec spec) {
        return change.apply(spec);
      }
    };
  }

  private static WebhookServerSpec showing(
      WebhookServerSpec spec, CertificateAuthority authority, String name) {
    return new WebhookServerSpec(
        spec.address(),
        spec.path(),
        Optional.of(identity(authority, name)),
        spec.clientAuthorities(),
        spec.bearer());
  }

  private static TlsIdentity identity(CertificateAuthority authority, String name) {
    IssuedCertificate issued =
        authority.issueServer(
            List.of(name),
            name.equals("localhost") ? List.of(InetAddress.getLoopbackAddress()) : List.of());
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  /** Denies everybody at its first three reviews after it was started anew. */
  private static final class Loading implements Fault {
    private final AtomicInteger starts = new AtomicInteger();
    private final AtomicInteger reviews = new AtomicInteger();

    @Override
    public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
      return starts.incrementAndGet() == 1
          ? honest
          : (token, audiences) ->
              honest.authenticate(reviews.incrementAndGet() > 3 ? token : "", audiences);
    }
  }

  /** Denies everybody once it was started anew. */
  private static final class Forgetful implements Fault {
    private final AtomicInteger starts = new AtomicInteger();

    @Override
    public TokenAuthenticator authenticator(TokenAuthenticator honest, DecisionLog log) {
      return starts.incrementAndGet() == 1
          ? honest
          : (token, audiences) -> honest.authenticate("", audiences);
    }
  }
}
