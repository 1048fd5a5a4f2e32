package dev.cksauth.subject;

import dev.cksauth.input.Document;
import dev.cksauth.input.Problems;
import dev.cksauth.input.Schema;
import dev.cksauth.input.Similar;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one context of a kubeconfig. What is wrong in it is told at its place there; what other
 * contexts refer to is not looked at, as kubectl does not either.
 */
final class KubeconfigReader {
  private static final Client NO_CLIENT =
      new Client(
          Optional.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private final Schema schema = Schema.load("dev/cksauth/subject/kubeconfig.schema.json");

  /**
   * Reads the kubeconfig that a value names by {@code file} and {@code context}.
   *
   * @param rule what is demanded of its server's URL
   */
  Kubeconfig read(Value reference, Urls.Rule rule) {
    Value file = reference.at("file");
    Path path = file.path(file.text().orElse(""));
    Kubeconfig none = new Kubeconfig(path, "", Urls.NONE, NO_CLIENT);
    if (file.text().isEmpty()) {
      return none;
    }
    if (!Files.exists(path)) {
      file.problem(Texts.missing(file, file.text().orElse("")));
      return none;
    }
    Source outer = reference.source();
    Problems own = new Problems();
    Optional<Document> document = Document.read(path, outer.shown(file.text().orElse("")), own);
    document.ifPresent(read -> schema.check(read, own));
    own.all().forEach(outer.found().problems()::add);
    if (document.isEmpty() || own.any()) {
      return none;
    }
    Value root = new Source(path, document.get(), outer.found()).root();
    return context(reference, root)
        .map(name -> {
          Value context = named(root, "contexts", name).orElse(root).at("context");
          Optional<Value> cluster = follow(root, context.at("cluster"), "clusters");
          Optional<Value> user = context.maybe("user").flatMap(each -> follow(root, each, "users"));
          return build(path, name, cluster.map(c -> c.at("cluster")), user, rule);
        })
        .orElse(none);
  }

  /** The name of the context: the one asked for, else the current one. */
  private static Optional<String> context(Value reference, Value root) {
    List<String> known = names(root, "contexts");
    Value place = reference.maybe("context").orElseGet(() -> root.at("current-context"));
    Optional<String> name = place.text();
    if (name.isEmpty()) {
      reference.problem("name a context: the kubeconfig has no current-context");
    } else if (!known.contains(name.get())) {
      place.problem(
          "no context `"
              + name.get()
              + "` in the kubeconfig"
              + Similar.hint(name.get(), known)
              + "; it has: "
              + Similar.list(known));
      return Optional.empty();
    }
    return name;
  }

  private static Optional<Value> follow(Value root, Value reference, String list) {
    Optional<Value> target = reference.text().flatMap(name -> named(root, list, name));
    if (target.isEmpty()) {
      List<String> known = names(root, list);
      String there = known.isEmpty() ? "there are none" : "there are: " + Similar.list(known);
      reference.problem("names none of the " + list + "; " + there);
    }
    return target;
  }

  private static Optional<Value> named(Value root, String list, String name) {
    return root.at(list).items().stream()
        .filter(item -> item.text("name").filter(name::equals).isPresent())
        .findFirst();
  }

  private static List<String> names(Value root, String list) {
    return root.at(list).items().stream().flatMap(item -> item.text("name").stream()).toList();
  }

  private static Kubeconfig build(
      Path path, String context, Optional<Value> cluster, Optional<Value> user, Urls.Rule rule) {
    if (cluster.isEmpty()) {
      return new Kubeconfig(path, context, Urls.NONE, NO_CLIENT);
    }
    URI server = cluster.get().at("server").contact(rule);
    Client trust = trust(cluster.get());
    Optional<Value> login = user.map(each -> each.at("user")).filter(Value::there);
    login.ifPresent(KubeconfigReader::refuseUnsupported);
    Client client =
        new Client(
            trust.ca(),
            trust.insecure(),
            trust.tlsServerName(),
            trust.proxy(),
            login.flatMap(KubeconfigReader::certificate),
            login.flatMap(KubeconfigReader::bearer),
            login.flatMap(KubeconfigReader::basic));
    return new Kubeconfig(path, context, server, client);
  }

  private static void refuseUnsupported(Value user) {
    user.maybe("as").ifPresent(as -> as.problem("is not supported: give a user of its own"));
    user.maybe("auth-provider")
        .ifPresent(each -> each.problem("is no longer known to Kubernetes: use exec"));
  }

  private static Client trust(Value cluster) {
    Optional<Authorities> ca =
        part(cluster, "certificate-authority").flatMap(PemReader::authorities);
    boolean insecure = cluster.flag("insecure-skip-tls-verify");
    if (insecure && ca.isPresent()) {
      cluster
          .at("insecure-skip-tls-verify")
          .problem("cannot stand beside a certificate authority: Kubernetes refuses both");
    }
    return new Client(
        ca,
        insecure,
        cluster.text("tls-server-name"),
        cluster
            .maybe("proxy-url")
            .filter(url -> url.text().isPresent())
            .map(url -> url.contact(Urls.Rule.PROXY)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Data in the file counts before a file beside it, as it does for kubectl. */
  private static Optional<PemReader.Part> part(Value holder, String key) {
    Optional<Value> data = holder.maybe(key + "-data").filter(each -> each.text().isPresent());
    if (data.isPresent()) {
      return data.flatMap(PemReader::data);
    }
    return holder.maybe(key).filter(each -> each.text().isPresent()).flatMap(PemReader::file);
  }

  private static Optional<ClientCertificate> certificate(Value user) {
    boolean certificate = given(user, "client-certificate");
    boolean key = given(user, "client-key");
    if (certificate != key) {
      user.problem("a client certificate needs both client-certificate and client-key");
    }
    return certificate && key
        ? PemReader.client(part(user, "client-certificate"), part(user, "client-key"))
        : Optional.empty();
  }

  private static boolean given(Value user, String key) {
    return user.text(key).isPresent() || user.text(key + "-data").isPresent();
  }

  /** A token file counts before a token, as it does for Kubernetes clients. */
  private static Optional<Secret> bearer(Value user) {
    if (user.text("tokenFile").isPresent()) {
      return Optional.of(SecretReader.file(user.at("tokenFile")));
    }
    if (user.text("token").isPresent()) {
      return Optional.of(SecretReader.read(user.at("token")));
    }
    return user.maybe("exec").map(KubeconfigReader::exec);
  }

  private static Secret exec(Value exec) {
    List<String> words =
        Stream.concat(exec.text("command").stream(), exec.at("args").words().stream()).toList();
    Map<String, String> environment = new LinkedHashMap<>();
    for (Value variable : exec.at("env").items()) {
      environment.put(variable.text("name").orElse(""), variable.at("value").json().asString(""));
    }
    ExecCommand command =
        new ExecCommand(exec.shown(), words, exec.source().directory(), environment);
    exec.source().found().commands().add(command);
    return new Secret.FromExec(command, false);
  }

  private static Optional<Client.BasicLogin> basic(Value user) {
    return user.text("username")
        .map(name -> {
          SecretValue password = new SecretValue(user.text("password").orElse(""));
          user.source().found().secrets().add(password);
          return new Client.BasicLogin(name, password);
        });
  }
}
