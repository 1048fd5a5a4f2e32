package dev.cksauth.reference.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.cksapi.AuthSettings;
import dev.cksauth.reference.cksapi.OidcBlock;
import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.ConsoleUser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * As much of a cluster as the scenarios of a configuration ask for, with settings that are in use
 * at once: so a run of them takes seconds. It serves both endpoints, and tells them apart by name.
 */
final class QuickApiServer implements AutoCloseable {
  private static final Pattern ACCOUNT =
      Pattern.compile("/api/v1/namespaces/([^/]+)/serviceaccounts/([^/]+)/token");
  private static final Pattern WEBHOOK =
      Pattern.compile("- name: (\\w+)\\n +url: \"([^\"]*/authenticate)\"");
  private static final String EVERYBODY = "system:authenticated";

  private final CertificateAuthority authority;
  private final ReferenceNames names;
  private final CloudConsole console;
  private final String administrator;
  private final Map<String, String> accounts = new ConcurrentHashMap<>();
  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final JsonMapper json = new JsonMapper();
  private final HttpsServer server;
  private volatile AuthSettings settings = AuthSettings.NONE;
  private final AtomicBoolean confused = new AtomicBoolean();
  private volatile Runnable asked = () -> {};

  QuickApiServer(
      CertificateAuthority authority,
      ReferenceNames names,
      CloudConsole console,
      String administrator)
      throws IOException {
    this.authority = authority;
    this.names = names;
    this.console = console;
    this.administrator = administrator;
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    this.server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(
            TlsContexts.serving(authority.issueServer(names.hosts(), List.of(loopback)))));
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private record User(String name, List<String> groups) {}

  int port() {
    return server.getAddress().getPort();
  }

  /** Is told of every request before it is answered. */
  void onRequest(Runnable told) {
    asked = told;
  }

  /** Names the managed endpoint itself once, as an API server does that has just started. */
  void confuse() {
    confused.set(true);
  }

  /** Uses these from now on. */
  void use(AuthSettings other) {
    settings = other;
  }

  AuthSettings settings() {
    return settings;
  }

  /** Learns from a subject file whom its webhooks know. */
  void learn(Path subject) throws IOException {
    Matcher webhook = WEBHOOK.matcher(Files.readString(subject));
    while (webhook.find()) {
      String token =
          Files.readString(subject.resolveSibling(webhook.group(1) + "-webhook.token")).strip();
      users.put(webhook.group(2) + " " + token, "user-of-" + webhook.group(1));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] unused = exchange.getRequestBody().readAllBytes();
      asked.run();
      String header = exchange.getRequestHeaders().getFirst("Authorization");
      String token = header == null ? "" : header.replaceFirst("(?i)^bearer ", "");
      String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
      Optional<User> user = user(host, token);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      byte[] answer = answer(exchange.getRequestURI().getPath(), user).getBytes(UTF_8);
      exchange.sendResponseHeaders(user.isPresent() ? 200 : 401, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  /** Kubeconfigs of both endpoints lead to the loopback, where each has a port in the reference. */
  private Optional<User> user(String host, String token) {
    if (host.startsWith(names.managedHost())) {
      return confused.getAndSet(false)
          ? Optional.of(new User(ManagedPart.IMPERSONATOR, List.of(EVERYBODY)))
          : ofConsole(token);
    }
    return host.startsWith("127.")
        ? ofConsole(token).or(() -> authenticate(token))
        : authenticate(token);
  }

  private String answer(String path, Optional<User> user) {
    if (user.isEmpty()) {
      return """
      {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "Unauthorized",
       "reason": "Unauthorized", "code": 401}
      """;
    }
    Matcher account = ACCOUNT.matcher(path);
    if (account.matches()) {
      String token = "account-" + accounts.size();
      accounts.put(
          token, "system:serviceaccount:%s:%s".formatted(account.group(1), account.group(2)));
      return "{\"status\": {\"token\": \"%s\"}}".formatted(token);
    }
    if (path.endsWith("/selfsubjectreviews")) {
      return "{\"kind\": \"SelfSubjectReview\", \"status\": {\"userInfo\": %s}}"
          .formatted(
              json.writeValueAsString(
                  Map.of("username", user.get().name(), "groups", user.get().groups())));
    }
    return "{\"metadata\": {\"uid\": \"one\"}, \"status\": {\"allowed\": true}}";
  }

  private Optional<User> ofConsole(String token) {
    return console
        .authenticate(token)
        .map((ConsoleUser user) -> new User(user.name(), List.of(user.role().group(), EVERYBODY)));
  }

  private Optional<User> authenticate(String token) {
    if (token.equals(administrator)) {
      return Optional.of(new User("admin", List.of("system:masters", EVERYBODY)));
    }
    return Optional.ofNullable(accounts.get(token))
        .map(name -> new User(name, groups(name)))
        .or(() -> ofWebhook(token))
        .or(() -> ofIssuer(token));
  }

  private static List<String> groups(String account) {
    String namespace = account.split(":", -1)[2];
    return List.of(EVERYBODY, "system:serviceaccounts", "system:serviceaccounts:" + namespace);
  }

  /** A webhook whose certificate is not of an authority that was given is not believed. */
  private Optional<User> ofWebhook(String token) {
    return settings
        .authn()
        .filter(webhook -> webhook.ca().contains(authority.certificatePem().strip()))
        .flatMap(webhook -> Optional.ofNullable(users.get(asRead(webhook.server()) + " " + token)))
        .map(name -> new User(name, List.of("dev", EVERYBODY)));
  }

  /** As client-go reads a server's URL. */
  private static String asRead(String server) {
    return server.replaceFirst("\\?.*", "").replaceFirst("/+$", "");
  }

  /** Nobody forges tokens here, so that a signature need not be looked at. */
  private Optional<User> ofIssuer(String token) {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || settings.oidc().isEmpty()) {
      return Optional.empty();
    }
    OidcBlock issuer = settings.oidc().get();
    JsonNode claims = json.readTree(Base64.getUrlDecoder().decode(parts[1]));
    if (!claims.path("iss").asString("").equals(issuer.issuerUrl())
        || !issuer.ca().contains(authority.certificatePem().strip())) {
      return Optional.empty();
    }
    List<String> groups =
        Stream.concat(
                claims
                    .path(issuer.groupsClaim())
                    .valueStream()
                    .map(group -> issuer.groupsPrefix() + group.asString("")),
                Stream.of(EVERYBODY))
            .toList();
    return Optional.of(new User(issuer.usernamePrefix() + claims.path("sub").asString(""), groups));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
