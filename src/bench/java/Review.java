import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.management.OperatingSystemMXBean;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.credential.ServiceAccountKey;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.ApiServerSpec;
import dev.cksauth.reference.apiserver.BuildProgress;
import dev.cksauth.reference.apiserver.ControlPlaneResolver;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.process.ChildProcess;
import dev.cksauth.reference.process.RunDirectory;
import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.JwtSettings;
import dev.cksauth.reference.webhook.JwtTokens;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a review costs in processor time: of the sample JWT webhook in this process, against the
 * bare verification of its tokens' signatures in this process, and against the reference's API
 * server for ServiceAccount tokens that are signed with ES256 as well. Tokens are distinct, so that
 * no cache answers. See src/bench/review.
 */
public final class Review {
  private static final int TOKENS = 30_000;
  private static final int AT_ONCE = 8;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final Duration MEASURED = Duration.ofSeconds(10);

  /**
   * What a JVM has compiled by then it keeps; on a machine that is busy the time alone says
   * nothing.
   */
  private static final int LEAST_OF_WARM_UP = 40_000;

  private static final String ISSUER = "https://issuer.test";
  private static final String AUDIENCE = "https://kubernetes.default.svc";

  public static void main(String[] arguments) throws Exception {
    if (arguments.length > 0 && arguments[0].equals("drive")) {
      drive(URI.create(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]), arguments[4]);
      return;
    }
    Path work = Files.createTempDirectory("cks-auth-review");
    try {
      measure(work);
    } finally {
      try (var files = Files.list(work)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(work);
    }
  }

  private static void measure(Path work) throws Exception {
    ECKey key = new ECKeyGenerator(Curve.P_256).keyID("bench").generate();
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(
          token(
              key,
              claims(ISSUER, AUDIENCE, "user-" + i)
                  .jwtID("token-" + i)
                  .claim("groups", List.of("dev", "ops"))
                  .build()));
    }
    double bare = bare(key.toECPublicKey(), tokens);
    JwtTokens authenticator =
        new JwtTokens(
            JwtSettings.of(ISSUER, List.of(AUDIENCE)),
            new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())),
            id -> false);
    double decision = decision(authenticator, tokens);
    double webhook = webhook(work, authenticator, tokens);
    double apiServer = apiServer(work);
    System.out.printf("%-58s %8s   %s%n", "processor time of a review", "µs", "");
    System.out.printf("%-58s %8.0f%n", "bare ES256 verification, this JVM", bare);
    System.out.printf(
        "%-58s %8.0f   %.2f × bare%n",
        "sample JWT webhook, decision alone", decision, decision / bare);
    System.out.printf(
        "%-58s %8.0f   %.2f × bare (target: at most 2)%n",
        "sample JWT webhook, with HTTP/2 and TLS", webhook, webhook / bare);
    System.out.printf(
        "%-58s %8.0f   webhook %.2f × API server (target: below 1)%n",
        "API server, TokenReview of a ServiceAccount token", apiServer, webhook / apiServer);
  }

  private static JWTClaimsSet.Builder claims(String issuer, String audience, String subject) {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .audience(audience)
        .subject(subject)
        .issueTime(Date.from(now))
        .notBeforeTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
  }

  private static String token(ECKey key, JWTClaimsSet claims) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build(),
            claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  // ---- In this thread ---------------------------------------------------------------------------

  private static double bare(ECPublicKey key, List<String> tokens) throws Exception {
    List<byte[]> signed = new ArrayList<>();
    List<byte[]> signatures = new ArrayList<>();
    for (String token : tokens) {
      int dot = token.lastIndexOf('.');
      signed.add(token.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
      signatures.add(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }
    Signature verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
    return perCall(i -> {
      verifier.initVerify(key);
      verifier.update(signed.get(i));
      return verifier.verify(signatures.get(i));
    });
  }

  private static double decision(JwtTokens authenticator, List<String> tokens) throws Exception {
    return perCall(i ->
        authenticator.authenticate(tokens.get(i), List.of()) instanceof Decision.Authenticated);
  }

  private interface Call {
    boolean good(int token) throws Exception;
  }

  private static double perCall(Call call) throws Exception {
    calls(call, WARM_UP, LEAST_OF_WARM_UP);
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long calls = calls(call, MEASURED, 0);
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / 1e3 / calls;
  }

  private static long calls(Call call, Duration duration, int least) throws Exception {
    long end = System.nanoTime() + duration.toNanos();
    long calls = 0;
    while (System.nanoTime() < end || calls < least) {
      if (!call.good((int) (calls++ % TOKENS))) {
        throw new IllegalStateException("a good token was refused");
      }
    }
    return calls;
  }

  // ---- Over the wire ----------------------------------------------------------------------------

  private static double webhook(Path work, JwtTokens authenticator, List<String> tokens)
      throws Exception {
    CertificateAuthority authority = CertificateAuthority.create("bench");
    IssuedCertificate issued =
        authority.issueServer(
            List.of("localhost"), List.of(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})));
    TlsIdentity identity = new TlsIdentity(issued.privateKey(), List.of(issued.certificate()));
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (WebhookServer server =
        WebhookServer.start(WebhookServerSpec.of(identity), authenticator, DecisionLog.none())) {
      return driven(
          work, server.uri(), authority.certificatePem(), tokens, "", system::getProcessCpuTime);
    }
  }

  private static double apiServer(Path work) throws Exception {
    ServiceAccountKey signer = ServiceAccountKey.generate(ServiceAccountKey.Type.EC);
    ServiceAccountKey.Written files = signer.writeTo(work, "service-account");
    ApiServerSpec spec =
        ApiServerSpec.of(CertificateAuthority.create("bench"), "0a1b2c3d")
            .withFlags(
                Map.of(
                    "service-account-key-file", files.publicKey().toString(),
                    "service-account-signing-key-file", files.privateKey().toString()));
    try (RunDirectory run = RunDirectory.create();
        ApiServer server =
            ApiServer.start(
                ControlPlaneResolver.ofProcess(Path.of("src/control-plane"))
                    .resolve(BuildProgress.silent())
                    .controlPlane(),
                run,
                spec)) {
      server.awaitReady(Duration.ofMinutes(2));
      URI base = URI.create("https://127.0.0.1:" + server.port());
      List<String> tokens = accounts(server, base, signer.keys(), signer.keyId(), spec);
      LongSupplier used = () -> server.processes().stream().mapToLong(Review::processor).sum();
      // etcd and controllers work without any review; that is not what a review costs.
      long before = used.getAsLong();
      Thread.sleep(MEASURED.toMillis());
      double idle = (double) (used.getAsLong() - before) / MEASURED.toNanos();
      long begun = System.nanoTime();
      return driven(
          work,
          base.resolve("/apis/authentication.k8s.io/v1/tokenreviews"),
          server.caPem(),
          tokens,
          server.administratorToken(),
          () -> used.getAsLong() - Math.round(idle * (System.nanoTime() - begun)));
    }
  }

  /** Tokens of a ServiceAccount that is there, as the API server signs them. */
  private static List<String> accounts(
      ApiServer server, URI base, KeyPair keys, String id, ApiServerSpec spec) throws Exception {
    String uid = uid(server, base);
    ECKey key =
        new ECKey.Builder(Curve.P_256, (ECPublicKey) keys.getPublic())
            .privateKey(keys.getPrivate())
            .keyID(id)
            .build();
    Map<String, Object> bound =
        Map.of("namespace", "default", "serviceaccount", Map.of("name", "default", "uid", uid));
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < TOKENS; i++) {
      tokens.add(
          token(
              key,
              claims(
                      spec.serviceAccountIssuer(),
                      spec.serviceAccountIssuer(),
                      "system:serviceaccount:default:default")
                  .jwtID("00000000-0000-4000-8000-%012d".formatted(i))
                  .claim("kubernetes.io", bound)
                  .build()));
    }
    return tokens;
  }

  private static String uid(ApiServer server, URI base) throws Exception {
    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(server.caPem())).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve("/api/v1/namespaces/default/serviceaccounts/default"))
              .header("Authorization", "Bearer " + server.administratorToken())
              .build();
      for (int tries = 0; tries < 600; tries++) {
        Matcher uid =
            Pattern.compile("\"uid\":\\s*\"([^\"]+)\"")
                .matcher(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
        if (uid.find()) {
          return uid.group(1);
        }
        Thread.sleep(100);
      }
      throw new IllegalStateException("there is no ServiceAccount after a minute");
    }
  }

  /** Processor time of a process, in nanoseconds: fields 14 and 15 of its stat, in hundredths. */
  private static long processor(ChildProcess process) {
    try {
      String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000_000L;
    } catch (IOException gone) {
      throw new java.io.UncheckedIOException(gone);
    }
  }

  /** Has another process ask, and takes the processor time of whoever answers. */
  private static double driven(
      Path work, URI uri, String ca, List<String> tokens, String bearer, LongSupplier used)
      throws Exception {
    Path authority = Files.writeString(work.resolve("ca.pem"), ca);
    Path list = Files.write(work.resolve("tokens"), tokens);
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            "src/bench/java/Review.java",
            "drive",
            uri.toString(),
            authority.toString(),
            list.toString(),
            bearer.isEmpty() ? "none" : "environment");
    builder.environment().put("BEARER", bearer);
    Process driver = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = driver.inputReader()) {
      expect(lines.readLine(), "begin");
      long before = used.getAsLong();
      String end = lines.readLine();
      long after = used.getAsLong();
      expect(end, "end");
      return (after - before) / 1e3 / Long.parseLong(end.split(" ")[1]);
    } finally {
      driver.destroy();
      driver.waitFor();
    }
  }

  private static void expect(String line, String word) {
    if (line == null || !line.startsWith(word)) {
      throw new IllegalStateException("the driver says " + line);
    }
  }

  // ---- The other process ------------------------------------------------------------------------

  private static void drive(URI uri, Path ca, Path list, String bearer) throws Exception {
    List<String> tokens = Files.readAllLines(list);
    AtomicLong next = new AtomicLong();
    try (HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(trusting(Files.readString(ca)))
            .build()) {
      Supplier<HttpRequest> requests =
          () -> review(uri, tokens.get((int) (next.getAndIncrement() % tokens.size())), bearer);
      ask(client, requests, WARM_UP, LEAST_OF_WARM_UP);
      System.out.println("begin");
      System.out.println("end " + ask(client, requests, MEASURED, 0));
    }
  }

  private static HttpRequest review(URI uri, String token, String bearer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"kind\":\"TokenReview\",\"apiVersion\":\"authentication.k8s.io/v1\",\"spec\":{\"token\":\""
                        + token
                        + "\"}}"));
    if (bearer.equals("environment")) {
      request.header("Authorization", "Bearer " + System.getenv("BEARER"));
    }
    return request.build();
  }

  private static long ask(
      HttpClient client, Supplier<HttpRequest> requests, Duration duration, int least)
      throws Exception {
    Semaphore free = new Semaphore(AT_ONCE);
    AtomicLong good = new AtomicLong();
    AtomicLong bad = new AtomicLong();
    long end = System.nanoTime() + duration.toNanos();
    while (System.nanoTime() < end || good.get() < least) {
      free.acquire();
      var unused =
          client
              .sendAsync(requests.get(), HttpResponse.BodyHandlers.ofString())
              .whenComplete((answer, failure) -> {
                boolean accepted =
                    failure == null && answer.body().contains("\"authenticated\":true");
                if (!accepted && bad.getAndIncrement() == 0) {
                  System.err.println(failure == null ? answer.body() : failure.toString());
                }
                good.addAndGet(accepted ? 1 : 0);
                free.release();
              });
    }
    free.acquire(AT_ONCE);
    if (bad.get() > 0) {
      throw new IllegalStateException(bad + " good tokens were not accepted");
    }
    return good.get();
  }

  private static SSLContext trusting(String pem) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = new java.io.ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))) {
      int i = 0;
      for (var each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + i++, each);
      }
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private Review() {}
}
