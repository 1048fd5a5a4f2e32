package dev.cksauth.reference.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ApiServerSpec;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.JwtIssuer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration.Mapping;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.idp.EmbeddedIssuer;
import dev.cksauth.reference.process.RunDirectory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running API server takes tokens of an issuer that it is told of later. */
@Tag("reference")
final class ReloadTest {
  private static final Duration READY = Duration.ofMinutes(2);
  private final CertificateAuthority authority = CertificateAuthority.create("reload");

  private JwtIssuer issuer(URI url) {
    return JwtIssuer.of(
        url, authority.certificatePem(), "client", new Mapping("sub", "oidc:"), Map.of());
  }

  private static String token(EmbeddedIssuer issuer) {
    return issuer.sign(
        new JWTClaimsSet.Builder()
            .issuer(issuer.issuer().toString())
            .audience("client")
            .subject("alice")
            .expirationTime(Date.from(Instant.now().plusSeconds(600)))
            .build());
  }

  @Test
  void itsTokensAreGoodWhenTheReloadReturns(@TempDir Path temporary) throws Exception {
    Path file = temporary.resolve("authentication.json");
    new AuthenticationConfiguration(List.of()).writeTo(file);
    ApiServerSpec spec =
        ApiServerSpec.of(authority, "reload").withAuthenticationConfiguration(file);
    try (RunDirectory run = RunDirectory.create(temporary.resolve("r"));
        EmbeddedIssuer issuer =
            EmbeddedIssuer.start(EmbeddedIssuer.Spec.of(TlsContexts.serving(authority)));
        ApiServer server =
            ApiServer.start(
                ControlPlaneResolver.ofProcess().resolve(StartProgress.silent()).controlPlane(),
                run,
                spec);
        AdministratorClient administrator =
            new AdministratorClient(
                URI.create("https://127.0.0.1:" + server.port()),
                authority.certificate(),
                server.administratorToken())) {
      server.awaitReady(READY);
      assertThat(administrator.reviewed(token(issuer))).isNotEmpty();
      server.reload(new AuthenticationConfiguration(List.of(issuer(issuer.issuer()))));
      assertThat(administrator.reviewed(token(issuer))).isEmpty();

      AuthenticationConfiguration plain =
          new AuthenticationConfiguration(List.of(issuer(URI.create("http://issuer.test"))));
      assertThatThrownBy(() -> server.reload(plain)).hasMessageContaining("refuses");
      assertThat(administrator.reviewed(token(issuer))).isEmpty();
    }
  }
}
