package dev.cksauth.reference.topology;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.cksapi.Access;
import dev.cksauth.reference.cksapi.ApiCode;
import dev.cksauth.reference.cksapi.ApiProblem;
import dev.cksauth.reference.cksapi.AuthSettings;
import dev.cksauth.reference.cksapi.CksApiServer;
import dev.cksauth.reference.cksapi.CksApiSpec;
import dev.cksauth.reference.cksapi.Configurator;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.Role;
import dev.cksauth.reference.managed.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A cluster that can be configured within milliseconds: the CKS API of the reference before what
 * answers as an API server would. It tells of each request before it is answered.
 */
public final class QuickConfigurable implements AutoCloseable {
  private static final String ID = "1fb22fd1-b0f9-47ca-b6e7-d9e359c2b79a";
  private static final String ADMINISTRATOR = "token-of-the-administrator";

  /** Every fourth change is one that can be seen to be under way. */
  private static final int SLOW = 4;

  private static final int SLOW_MILLIS = 100;

  private final Teardown teardown = new Teardown();
  private final CertificateAuthority authority = CertificateAuthority.create("quick");
  private final ReferenceNames names = ReferenceNames.random();
  private final CloudConsole console = new CloudConsole();
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicReference<Witness> witness = new AtomicReference<>(Witness.NOBODY);
  private final AtomicBoolean failing = new AtomicBoolean();
  private final HttpClient client;
  private final QuickApiServer apiServer;
  private final CksApiServer api;
  private final Path subject;

  /**
   * A request to the cluster or its CKS API that is about to be answered.
   *
   * @param number how many there were, with this one
   * @param change how many of them ask for a change, where this one does; else 0
   */
  public record Moment(int number, int change) {}

  /** Is told of requests. */
  @FunctionalInterface
  public interface Witness {
    /**
     * Looks at one.
     *
     * @return whether it is answered; else it fails, and changes nothing
     */
    boolean lets(Moment moment);

    /** Lets all of them. */
    Witness NOBODY = moment -> true;
  }

  private QuickConfigurable(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("ca.pem"), authority.certificatePem());
    console.addUser(ReferenceFiles.ADMIN, Role.ADMIN);
    console.addUser(ReferenceFiles.VIEWER, Role.VIEWER);
    client = HttpClient.newBuilder().sslContext(TlsContexts.trusting(authority)).build();
    apiServer = teardown.add(new QuickApiServer(authority, names, console, ADMINISTRATOR));
    apiServer.onRequest(() -> watched(0));
    ConfigurationTargets targets = teardown.add(ConfigurationTargets.start(directory, authority));
    api = teardown.add(CksApiServer.start(spec()));
    List<ReferenceEndpoint> endpoints =
        List.of(
            names.managed(apiServer.port()),
            names.unmanaged(apiServer.port()),
            names.deprecated(apiServer.port()),
            names.custom(apiServer.port()));
    PrivateFile.write(
        directory.resolve("admin.kubeconfig"),
        ReferenceFiles.administrator(authority, endpoints.get(1).local(), ADMINISTRATOR));
    subject =
        new ConfigurableFiles(directory, authority, console, ID)
            .subject(endpoints, "v1.37.2", api.uri(), targets);
    apiServer.learn(subject);
  }

  /** Starts one whose files are in a directory. */
  public static QuickConfigurable start(Path directory) throws IOException {
    return new QuickConfigurable(directory);
  }

  private CksApiSpec spec() throws IOException {
    IssuedCertificate issued = TlsContexts.local(authority);
    ObjectNode document = CksApiSpec.cluster(ID, "quick", "v1.37", names.managedHost());
    CksApiSpec honest =
        CksApiSpec.of(
            new TlsIdentity(issued.privateKey(), List.of(issued.certificate())),
            console,
            new AtOnce(),
            document);
    return honest.withAccess((token, writes) -> {
      Access access = honest.access();
      try {
        watched(writes ? changes.incrementAndGet() : 0);
      } catch (IllegalStateException lost) {
        throw new ApiProblem(ApiCode.INTERNAL, "this request is not answered");
      }
      access.require(token, writes);
    });
  }

  private void watched(int change) {
    if (!witness.get().lets(new Moment(requests.incrementAndGet(), change))) {
      throw new IllegalStateException("this request is not answered");
    }
  }

  private final class AtOnce implements Configurator {
    private final AtomicInteger handed = new AtomicInteger();

    @Override
    public void handOver(AuthSettings settings) throws IOException {
      if (failing.getAndSet(false)) {
        throw new IOException("the API server does not take it");
      }
      if (handed.incrementAndGet() % SLOW == 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SLOW_MILLIS));
      }
      apiServer.use(settings);
    }

    @Override
    public void awaitEffective() {
      // It is.
    }
  }

  /** The file that describes it. */
  public Path subjectFile() {
    return subject;
  }

  /** Has requests looked at from now on, which are counted anew. */
  public void watch(Witness other) {
    requests.set(0);
    changes.set(0);
    witness.set(other);
  }

  /** Has the next change fail. */
  public void failNext() {
    failing.set(true);
  }

  /** Has the managed endpoint take one caller for itself. */
  public void confuseManaged() {
    apiServer.confuse();
  }

  /** How many requests there were since they were counted anew. */
  public Moment seen() {
    return new Moment(requests.get(), changes.get());
  }

  /** What its API server uses. */
  public AuthSettings inUse() {
    return apiServer.settings();
  }

  /** How its CKS API has it, without the time of the last change. */
  public JsonNode document() throws Exception {
    return call("GET", "");
  }

  /** Has the second webhook and the second issuer of its file configured, as a customer might. */
  public void configureSecond() throws Exception {
    String yaml = Files.readString(subject);
    String ca =
        Base64.getEncoder()
            .encodeToString(authority.certificatePem().getBytes(StandardCharsets.US_ASCII));
    JsonNode unused =
        call(
            "PATCH",
            """
            {"authnWebhook": {"server": "%s", "ca": "%s"},
             "oidc": {"issuerUrl": "%s", "clientId": "kubernetes", "usernamePrefix": "second:",
                      "ca": "%s"}}
            """
                .formatted(
                    yaml.replaceAll(
                        "(?s).*- name: second\n +url: \"([^\"]*/authenticate)\".*", "$1"),
                    ca,
                    yaml.replaceAll(
                        "(?s).*- name: second\n +url: \"([^\"]*)\"\n +ca: ca.pem\n +clientId.*",
                        "$1"),
                    ca));
  }

  private JsonNode call(String method, String body) throws Exception {
    String token = Files.readString(subject.resolveSibling("cks-api.token")).strip();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(api.uri() + "/v1beta1/cks/clusters/" + ID))
            .header("Authorization", "Bearer " + token)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("the CKS API answered " + answer.statusCode() + answer.body());
    }
    ObjectNode cluster = (ObjectNode) new JsonMapper().readTree(answer.body()).path("cluster");
    cluster.remove("updatedAt");
    return cluster;
  }

  @Override
  public void close() {
    client.shutdownNow();
    Exception failure = teardown.close();
    if (failure != null) {
      throw new IllegalStateException("a part did not stop", failure);
    }
  }
}
