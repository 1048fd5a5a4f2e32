package dev.cksauth.engine;

import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Subject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The host names of the endpoints fit together. Nothing is contacted. */
final class EndpointNames implements Check {

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String managed = host(go, Endpoint.MANAGED);
    String rule = with.path("rule").asString("");
    Judged judged =
        switch (rule) {
          case "unmanaged-is-derived" -> unmanaged(managed, host(go, Endpoint.UNMANAGED));
          case "deprecated-has-a-name" -> deprecated(managed, host(go, Endpoint.DEPRECATED));
          default -> throw new UnknownFactsException("there is no rule `" + rule + "` on names");
        };
    return new Finding(judged, Optional.empty());
  }

  private static String host(Go go, String name) throws NotTestedException {
    Optional<Endpoint> endpoint =
        go.session().subject() instanceof ClusterSubject cluster
            ? cluster.endpoint(name)
            : Optional.empty();
    return endpoint
        .map(one -> CksName.host(one.url()))
        .orElseThrow(() -> new NotTestedException("the subject's file gives no endpoint " + name));
  }

  /** Whether the unmanaged host is what a reader of the release note makes of the managed one. */
  static Judged unmanaged(String managed, String unmanaged) {
    String expected = CksName.API + managed;
    if (managed.equals(CksName.API + unmanaged)) {
      return Judged.unmet(
          "api. before the unmanaged endpoint's host", "the two the other way round: " + managed);
    }
    Optional<CksName> cluster = CksName.of(managed);
    if (cluster.filter(CksName::api).isPresent()) {
      return Judged.unmet("a managed host without api. before it", managed);
    }
    Optional<CksName> other =
        CksName.of(unmanaged)
            .filter(CksName::api)
            .filter(name -> cluster.filter(name::beside).isPresent());
    String why =
        unmanaged.equals(expected) || other.isEmpty()
            ? ""
            : ", the deprecated form: %s stands in the place of the hash %s"
                .formatted(other.get().cluster(), cluster.orElseThrow().cluster());
    return Judged.of(unmanaged.equals(expected), expected, unmanaged + why);
  }

  /** What is to be said of a cluster that still has the deprecated endpoint. */
  static Optional<String> deprecation(Subject subject) {
    return subject instanceof ClusterSubject cluster
        ? cluster
            .endpoint(Endpoint.DEPRECATED)
            .map(endpoint ->
                "%s is deprecated: what still uses it is to move to the unmanaged endpoint"
                    .formatted(endpoint.url().getHost()))
        : Optional.empty();
  }

  /** Whether the deprecated host is another name of the same cluster, as far as names tell. */
  static Judged deprecated(String managed, String deprecated) {
    Optional<CksName> cluster = CksName.of(managed);
    String expected =
        cluster
            .map(name ->
                "api.%s-NAME.k8s.%s.%s with the cluster's name"
                    .formatted(name.organisation(), name.zone(), name.domain()))
            .orElse("a managed host that has the form of CKS");
    if (deprecated.equals(CksName.API + managed)) {
      return Judged.unmet(expected, deprecated + ", the unmanaged name");
    }
    boolean beside =
        CksName.of(deprecated)
            .filter(CksName::api)
            .filter(name -> cluster.filter(name::beside).isPresent())
            .isPresent();
    return Judged.of(beside, expected, deprecated);
  }
}
