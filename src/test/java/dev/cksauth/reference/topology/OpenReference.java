package dev.cksauth.reference.topology;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ApiServerSpec;
import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.managed.ManagedEndpointSpec;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.process.RunDirectory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A running reference system whose parts are at hand, so that others can be put in their place. */
public final class OpenReference implements AutoCloseable {
  private static final Duration READY = Duration.ofMinutes(2);

  private final RunDirectory run;
  private final CertificateAuthority authority;
  private final ControlPlane controlPlane;
  private final ReferenceStart start;
  private final ReferenceSystem system;
  private final String administratorToken;
  private final AdministratorClient administrator;

  private OpenReference(
      RunDirectory run,
      CertificateAuthority authority,
      ControlPlane controlPlane,
      ReferenceStart start,
      ReferenceSystem system)
      throws IOException {
    this.run = run;
    this.authority = authority;
    this.controlPlane = controlPlane;
    this.start = start;
    this.system = system;
    this.administratorToken = administratorToken(system);
    this.administrator =
        new AdministratorClient(apiServer(), authority.certificate(), administratorToken);
  }

  /** Starts a reference system below a directory. */
  public static OpenReference start(Path base) throws Exception {
    return start(base, ReferenceOptions.EMBEDDED);
  }

  /** The same with other identity providers. */
  public static OpenReference start(Path base, ReferenceOptions options) throws Exception {
    StartProgress silent = StartProgress.silent();
    Teardown teardown = new Teardown();
    RunDirectory run = teardown.add(RunDirectory.create(base));
    CertificateAuthority authority = CertificateAuthority.create("mutants");
    ReferenceStart start = new ReferenceStart(teardown, run, authority, options, silent);
    ControlPlane controlPlane = ControlPlaneResolver.ofProcess().resolve(silent).controlPlane();
    return new OpenReference(run, authority, controlPlane, start, start.start(controlPlane));
  }

  private static String administratorToken(ReferenceSystem system) throws IOException {
    return Files.readString(system.kubeconfigs().get("admin"))
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("token: "))
        .map(line -> line.substring("token: ".length()))
        .findFirst()
        .orElseThrow();
  }

  public ReferenceSystem system() {
    return system;
  }

  public CloudConsole console() {
    return start.cloudConsole();
  }

  public CertificateAuthority authority() {
    return authority;
  }

  /** A bearer token of the API server that may do everything. */
  public String administratorToken() {
    return administratorToken;
  }

  /** An endpoint as subject files name it. */
  public ReferenceEndpoint endpoint(String name) {
    return system.endpoints().stream()
        .filter(endpoint -> endpoint.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The token of a credential of the subject file. */
  public String token(String credential) throws IOException {
    return Files.readString(system.tokens().get(credential)).strip();
  }

  /** For a server of {@code localhost} whom all parts trust. */
  public SSLContext serving() throws IOException {
    return TlsContexts.serving(authority);
  }

  /** For a client that trusts all parts. */
  public SSLContext trusting() throws IOException {
    return TlsContexts.trusting(authority);
  }

  /** Where the API server is. */
  public URI apiServer() {
    return endpoint("unmanaged").local();
  }

  /** An honest managed endpoint before the API server of that port. */
  public ManagedEndpointSpec managed(int apiServerPort) throws IOException {
    return start.managedSpec(apiServerPort);
  }

  /** A certificate for an endpoint's name, by the authority that the subject file names. */
  public TlsIdentity certificate(String endpoint) throws IOException {
    return certificate(authority, endpoint(endpoint).url().getHost());
  }

  /** A certificate for a name, by an authority. */
  public static TlsIdentity certificate(CertificateAuthority signer, String host)
      throws IOException {
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    IssuedCertificate issued = signer.issueServer(List.of(host), List.of(loopback));
    return new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
  }

  /** Whether the API server authenticates a token, and for whom: the {@code status} of a review. */
  public JsonNode review(String token, List<String> audiences)
      throws IOException, InterruptedException {
    ObjectNode review = new JsonMapper().createObjectNode();
    review.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenReview");
    ObjectNode spec = review.putObject("spec").put("token", token);
    ArrayNode wanted = spec.putArray("audiences");
    audiences.forEach(wanted::add);
    return administrator
        .create("/apis/authentication.k8s.io/v1/tokenreviews", review.toString())
        .path("status");
  }

  /** Who issues ServiceAccount tokens, which is also their audience. */
  public String issuer() throws IOException, InterruptedException {
    return administrator.get("/.well-known/openid-configuration").path("issuer").asString("");
  }

  /** What their signatures are verified with. */
  public RSAKey serviceAccountKey() throws IOException, JOSEException {
    Path key = system.directory().resolve("subjects").resolve("service-account.pub");
    return JWK.parseFromPEMEncodedObjects(Files.readString(key)).toRSAKey();
  }

  /**
   * Another API server for the same names, with the same administrator, the rights of the console's
   * groups and the managed endpoint's, and these flags. It has a key of its own for ServiceAccount
   * tokens.
   */
  public ApiServer another(Map<String, String> flags) throws IOException, InterruptedException {
    ApiServerSpec usual = ApiServerSpec.of(authority, "another");
    ApiServerSpec spec =
        new ApiServerSpec(
            authority,
            Stream.of("unmanaged", "deprecated", "custom")
                .map(name -> endpoint(name).url().getHost())
                .toList(),
            usual.serviceAccountIssuer(),
            List.of(),
            administratorToken,
            null,
            flags);
    ApiServer server = ApiServer.start(controlPlane, run, spec);
    try {
      server.awaitReady(READY);
      URI uri = URI.create("https://127.0.0.1:" + server.port());
      try (AdministratorClient client =
          new AdministratorClient(uri, authority.certificate(), administratorToken)) {
        new Rights(client).grant(ManagedPart.IMPERSONATOR);
      }
      return server;
    } catch (IOException | InterruptedException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    administrator.close();
    system.close();
  }
}
