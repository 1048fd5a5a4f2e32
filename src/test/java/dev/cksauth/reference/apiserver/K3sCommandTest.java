package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.CertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class K3sCommandTest {
  private static final String ARG = "--kube-apiserver-arg=";

  private final ApiServerSpec spec =
      ApiServerSpec.of(CertificateAuthority.create("test"), "cluster")
          .withDnsNames(List.of("api.example.test"));

  @TempDir Path directory;

  private List<String> flags(Map<String, String> more) throws Exception {
    return new K3sCommand(spec, ApiServerFiles.write(directory, spec, 7443)).flags(7443, more);
  }

  @Test
  void namesPortAndHosts() throws Exception {
    assertThat(flags(Map.of())).contains("--https-listen-port=7443", "--tls-san=api.example.test");
  }

  @Test
  void asksForAnonymousUsersWhichK3sHasNot() throws Exception {
    assertThat(flags(Map.of())).contains(ARG + "anonymous-auth=true");
  }

  @Test
  void takesItsOwnTokensAlone() throws Exception {
    assertThat(flags(Map.of()))
        .contains(
            ARG + "service-account-issuer=" + spec.serviceAccountIssuer(),
            ARG + "api-audiences=" + spec.serviceAccountIssuer());
  }

  @Test
  void letsARestartChangeAFlag() throws Exception {
    assertThat(flags(Map.of("anonymous-auth", "false")))
        .contains(ARG + "anonymous-auth=false")
        .doesNotContain(ARG + "anonymous-auth=true");
  }

  @Test
  void laysOutAuthoritiesUnderTheNamesOfK3s() throws Exception {
    ApiServerFiles files = ApiServerFiles.write(directory, spec, 7443);
    assertThat(files.authorities())
        .isDirectoryContaining("glob:**/server-ca.crt")
        .isDirectoryContaining("glob:**/client-ca.key")
        .isDirectoryContaining("glob:**/request-header-ca.crt")
        .isDirectoryContaining("glob:**/service.key");
    // k3s reads keys in the form of SEC 1, with the curve's name.
    assertThat(Files.readString(files.authorities().resolve("server-ca.key")))
        .startsWith("-----BEGIN EC PRIVATE KEY-----");
  }
}
