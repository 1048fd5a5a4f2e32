package dev.cksauth.engine;

import dev.cksauth.probe.Target;
import dev.cksauth.subject.Address;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Kubeconfig;
import dev.cksauth.subject.Subject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a kubeconfig of the Cloud Console says. Nothing is contacted. */
final class KubeconfigRules implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    Subject subject = go.session().subject();
    Kubeconfig kubeconfig = kubeconfig(subject, with.path("as").asString(""));
    String rule = with.path("rule").asString("");
    Judged judged =
        switch (rule) {
          case "points-at-managed" -> pointsAt(managed(subject), kubeconfig);
          case "checks-certificates" -> checksCertificates(kubeconfig);
          default ->
              throw new UnknownFactsException("there is no rule `" + rule + "` on kubeconfigs");
        };
    return new Finding(judged, Optional.empty());
  }

  /** The kubeconfig that a credential came in. */
  static Kubeconfig kubeconfig(Subject subject, String word) throws NotTestedException {
    return find(subject, word)
        .orElseThrow(
            () -> new NotTestedException("the subject's file gives no kubeconfig as " + word));
  }

  private static Optional<Kubeconfig> find(Subject subject, String word) {
    return subject.credentials().stream()
        .filter(credential -> credential.answersTo(word))
        .findFirst()
        .flatMap(Credential::kubeconfig);
  }

  private static Endpoint managed(Subject subject) throws NotTestedException {
    return given(subject)
        .orElseThrow(() -> new NotTestedException("the subject's file gives no endpoint managed"));
  }

  private static Optional<Endpoint> given(Subject subject) {
    return subject instanceof ClusterSubject cluster
        ? cluster.endpoint(Endpoint.MANAGED)
        : Optional.empty();
  }

  /** Whether what a credential's kubeconfig leads to is the managed endpoint. */
  static boolean leadsToManaged(Subject subject, String word) {
    Optional<Kubeconfig> kubeconfig = find(subject, word);
    Optional<Endpoint> managed = given(subject);
    return kubeconfig.isPresent() && managed.isPresent() && same(managed.get(), kubeconfig.get());
  }

  static Judged pointsAt(Endpoint managed, Kubeconfig kubeconfig) {
    String dialled =
        managed.address().map(each -> " (" + each.host() + ":" + each.port() + ")").orElse("");
    return Judged.of(
        same(managed, kubeconfig), managed.url() + dialled, "server: " + kubeconfig.server());
  }

  /** By its name, or by what is dialled for it where names are not to be resolved. */
  private static boolean same(Endpoint managed, Kubeconfig kubeconfig) {
    Address server = normal(Target.of(kubeconfig).address());
    Address named =
        normal(new Target("", managed.url(), Optional.empty(), kubeconfig.client()).address());
    return server.equals(named)
        || managed.address().filter(each -> server.equals(normal(each))).isPresent();
  }

  private static Address normal(Address address) {
    String host = address.host().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return new Address(host.equals("localhost") ? "127.0.0.1" : host, address.port());
  }

  static Judged checksCertificates(Kubeconfig kubeconfig) {
    boolean insecure = kubeconfig.client().insecure();
    boolean plain = "http".equalsIgnoreCase(kubeconfig.server().getScheme());
    List<Judged> parts =
        List.of(
            Judged.of(
                !insecure,
                "no insecure-skip-tls-verify",
                insecure ? "insecure-skip-tls-verify: true" : "certificates are verified"),
            Judged.of(!plain, "a server by https", "server: " + kubeconfig.server()));
    return Judged.all(parts);
  }
}
