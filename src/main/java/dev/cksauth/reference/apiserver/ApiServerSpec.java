package dev.cksauth.reference.apiserver;

import dev.cksauth.credential.CertificateAuthority;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an API server is to be.
 *
 * @param authority signs the serving certificate and is trusted for client certificates
 * @param dnsNames names in the serving certificate, beside localhost and 127.0.0.1
 * @param serviceAccountIssuer the {@code iss} of ServiceAccount tokens, an https URL
 * @param apiAudiences audiences that the API server accepts; empty: the issuer alone
 * @param administratorToken a bearer token of group system:masters
 * @param authenticationConfiguration a file for {@code --authentication-config}; absent: none
 * @param flags more flags, by name without dashes; they override ours. An empty value is as good as
 *     no flag for those that name a file
 */
public record ApiServerSpec(
    CertificateAuthority authority,
    List<String> dnsNames,
    String serviceAccountIssuer,
    List<String> apiAudiences,
    String administratorToken,
    @Nullable Path authenticationConfiguration,
    Map<String, String> flags) {

  private static final int TOKEN_BYTES = 24;

  public ApiServerSpec {
    dnsNames = List.copyOf(dnsNames);
    apiAudiences = List.copyOf(apiAudiences);
    flags = Map.copyOf(flags);
  }

  /** An API server as a CKS cluster has it, with a random administrator token. */
  public static ApiServerSpec of(CertificateAuthority authority, String clusterId) {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    return new ApiServerSpec(
        authority,
        List.of(),
        "https://oidc.cks.coreweave.com/id/" + clusterId,
        List.of(),
        HexFormat.of().formatHex(random),
        null,
        Map.of());
  }

  /** The same with these names in the serving certificate. */
  public ApiServerSpec withDnsNames(List<String> names) {
    return new ApiServerSpec(
        authority,
        names,
        serviceAccountIssuer,
        apiAudiences,
        administratorToken,
        authenticationConfiguration,
        flags);
  }

  /** The same with this authentication configuration. */
  public ApiServerSpec withAuthenticationConfiguration(@Nullable Path file) {
    return new ApiServerSpec(
        authority, dnsNames, serviceAccountIssuer, apiAudiences, administratorToken, file, flags);
  }

  /** The same with these flags added to the present ones. */
  public ApiServerSpec withFlags(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(flags);
    all.putAll(more);
    return new ApiServerSpec(
        authority,
        dnsNames,
        serviceAccountIssuer,
        apiAudiences,
        administratorToken,
        authenticationConfiguration,
        all);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ApiServerSpec[" + serviceAccountIssuer + "]";
  }
}
