package dev.cksauth.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.input.Problems;
import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.managed.Front;
import dev.cksauth.reference.managed.ManagedEndpoint;
import dev.cksauth.reference.managed.ManagedEndpointSpec;
import dev.cksauth.reference.managed.ManagedPolicy;
import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.topology.OpenReference;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reference cluster with some parts replaced. The harness learns of it from the reference's own
 * subject file, in which only the addresses of the replaced parts differ.
 */
final class Stage implements AutoCloseable {
  private final OpenReference reference;
  private final Path directory;
  private final Path file;
  private final String administrator;
  private final Deque<End> open = new ArrayDeque<>();
  private String text;

  /** Ends a part. */
  @FunctionalInterface
  private interface End {
    void close() throws IOException;
  }

  Stage(OpenReference reference, String name) throws Exception {
    this(reference, name, reference.system().subjectFiles().getFirst(), "admin");
  }

  /**
   * The same of another cluster of the reference.
   *
   * @param honest its subject file
   * @param administrator the kubeconfig of its administrator
   */
  Stage(OpenReference reference, String name, Path honest, String administrator) throws Exception {
    this.reference = reference;
    this.administrator = administrator;
    this.directory = reference.system().directory().resolve("subjects");
    this.file = directory.resolve(name + ".yaml");
    this.text = Files.readString(honest);
  }

  OpenReference reference() {
    return reference;
  }

  /** What fronts of this cluster are made of. */
  Gateway gateway() {
    return new Gateway(reference);
  }

  /** Another managed endpoint with this policy; answers where it is. */
  URI managed(ManagedPolicy policy) throws Exception {
    return managed(spec -> spec.withPolicy(policy));
  }

  /** Another managed endpoint. */
  URI managed(UnaryOperator<ManagedEndpointSpec> change) throws Exception {
    int apiServer = reference.endpoint("unmanaged").port();
    return start(change.apply(reference.managed(apiServer)));
  }

  /** A managed endpoint before another API server than the rest. */
  void managedBeforeAnother() throws Exception {
    ApiServer other = reference.another(Map.of());
    open.push(other::close);
    URI unused = start(reference.managed(other.port()));
  }

  private URI start(ManagedEndpointSpec spec) throws Exception {
    ManagedEndpoint endpoint = ManagedEndpoint.start(spec);
    open.push(endpoint::close);
    moved("managed", endpoint.port());
    return endpoint.uri();
  }

  /** A gateway before the endpoint, which is given as the subject file names it. */
  void front(String endpoint, Front.Rule rule) throws Exception {
    moved(endpoint, start(reference.certificate(endpoint), rule));
  }

  /** The same with another certificate. */
  void front(String endpoint, TlsIdentity shown, Front.Rule rule) throws Exception {
    moved(endpoint, start(shown, rule));
  }

  private int start(TlsIdentity shown, Front.Rule rule) throws Exception {
    Front front = Front.start(shown, reference.authority().certificate(), rule);
    open.push(front::close);
    return front.port();
  }

  /** Another API server behind the unmanaged endpoint and the administrator. */
  void apiServerBelow(Map<String, String> flags) throws Exception {
    ApiServer server = reference.another(flags);
    open.push(server::close);
    moved("unmanaged", server.port());
    Path honest = Objects.requireNonNull(reference.system().kubeconfigs().get("admin"));
    Path ours = directory.resolve(file.getFileName() + ".below.kubeconfig");
    Files.deleteIfExists(ours);
    PrivateFile.write(ours, leadingTo(Files.readString(honest), server.port()));
    replace("../kubeconfigs/" + administrator + ".kubeconfig", "" + ours.getFileName());
    server.serviceAccountKey().writeTo(directory, "" + file.getFileName());
    rewrite(text ->
        text.replaceFirst(
            "serviceAccountSigner: .*",
            "serviceAccountSigner: {file: " + file.getFileName() + ".key}"));
  }

  /** Another API server, and all endpoints before it. */
  void apiServer(Map<String, String> flags) throws Exception {
    ApiServer server = reference.another(flags);
    open.push(server::close);
    URI unused = start(reference.managed(server.port()));
    lead(server);
  }

  /** All endpoints but the managed one before an API server that others use too. */
  void lead(ApiServer server) throws IOException {
    moved("unmanaged", server.port());
    moved("deprecated", server.port());
    moved("custom", server.port());
    administrator(server.port());
    server.serviceAccountKey().writeTo(directory, "" + file.getFileName());
    replace("file: service-account.key", "file: " + file.getFileName() + ".key");
  }

  /** A gateway before what the administrator uses. */
  void frontOfAdministrator(Front.Rule rule) throws Exception {
    administrator(start(reference.certificate("unmanaged"), rule));
  }

  private void administrator(int port) throws IOException {
    kubeconfig(administrator, honest -> leadingTo(honest, port));
  }

  /** Changes a kubeconfig that the subject file names, for this cluster only. */
  void kubeconfig(String name, UnaryOperator<String> change) throws IOException {
    Path ours = directory.resolve(file.getFileName() + "." + name + ".kubeconfig");
    Path present =
        Files.exists(ours)
            ? ours
            : Objects.requireNonNull(reference.system().kubeconfigs().get(name));
    String changed = change.apply(Files.readString(present));
    Files.deleteIfExists(ours);
    PrivateFile.write(ours, changed);
    text =
        text.replace("file: ../kubeconfigs/" + name + ".kubeconfig", "file: " + ours.getFileName());
  }

  /** A kubeconfig for another port. */
  static String leadingTo(String kubeconfig, int port) {
    return kubeconfig.replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:" + port);
  }

  /** No new console token can be had: those of the subject file are used. */
  void issuesNothing() {
    text = text.replaceFirst("(?m)^ +issue: .*\\R", "");
  }

  /** Replaces what the subject file says; it must say it. */
  void replace(String honest, String faulty) {
    assertThat(text).contains(honest);
    text = text.replace(honest, faulty);
  }

  /** Closes another part with this stage. */
  <T extends AutoCloseable> T closing(T part) {
    open.push(() -> {
      try {
        part.close();
      } catch (IOException failed) {
        throw failed;
      } catch (Exception failed) {
        throw new IOException(failed);
      }
    });
    return part;
  }

  /** Changes all of what the subject file says. */
  void rewrite(UnaryOperator<String> change) {
    text = change.apply(text);
  }

  /** An endpoint leads to another port. */
  void moved(String endpoint, int port) throws IOException {
    Matcher line =
        Pattern.compile("(?m)^(?<before> +" + endpoint + ":[^}]* address: \")[^\"]+").matcher(text);
    assertThat(line.find()).as(endpoint).isTrue();
    text = line.replaceFirst("${before}127.0.0.1:" + port);
    if (endpoint.equals("managed")) {
      // The Console hands out kubeconfigs for where the endpoint is.
      kubeconfig("console-admin", honest -> leadingTo(honest, port));
    }
  }

  /** What is under test now. */
  Subject subject(Set<String> capabilities) throws Exception {
    Files.writeString(file, text);
    Problems problems = new Problems();
    List<Subject> subjects =
        new SubjectLoader(capabilities).load(List.of(file), Environment.of(Map.of()), problems);
    assertThat(problems.all()).isEmpty();
    return subjects.getFirst();
  }

  @Override
  public void close() throws IOException {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }
}
