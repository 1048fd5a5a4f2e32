package dev.cksauth.engine;

import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.Subject;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host name of an endpoint of CKS: {@code <org>-<hash>.k8s.<zone>.<domain>} is managed, the
 * same behind {@code api.} unmanaged, and deprecated what has the cluster's name in the place of
 * the hash (CKS release note, Unmanaged auth).
 *
 * @param api whether {@code api.} stands before it
 * @param cluster the hash, or the name of a cluster
 */
record CksName(boolean api, String organisation, String cluster, String zone, String domain) {

  static final String API = "api.";

  /**
   * Other vendors have {@code k8s} in their names too, such as {@code ID.k8s.VENDOR.com}: a zone
   * and a domain are asked for. What a hash is made of is not documented, so it is not told from a
   * name by its letters.
   */
  private static final Pattern FORM =
      Pattern.compile(
          "(?<api>api\\.)?(?<organisation>[a-z0-9]+)-(?<cluster>[a-z0-9][a-z0-9-]*)"
              + "\\.k8s\\.(?<zone>[a-z0-9-]+)\\.(?<domain>[a-z0-9-]+(\\.[a-z0-9-]+)+)");

  /** The form of a host; empty where it is none of CKS. */
  static Optional<CksName> of(String host) {
    Matcher matcher = FORM.matcher(host);
    return matcher.matches()
        ? Optional.of(
            new CksName(
                matcher.group("api") != null,
                matcher.group("organisation"),
                matcher.group("cluster"),
                matcher.group("zone"),
                matcher.group("domain")))
        : Optional.empty();
  }

  /** A URL's host as names are compared: in small letters, without the dot of the root. */
  static String host(URI url) {
    String host = String.valueOf(url.getHost()).toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Whether a cluster is named as CKS names its clusters. */
  static boolean names(Subject subject) {
    return subject instanceof ClusterSubject cluster
        && cluster.endpoint(Endpoint.MANAGED).flatMap(one -> of(host(one.url()))).isPresent();
  }

  /** Whether both are of one organisation, in one zone. */
  boolean beside(CksName other) {
    return organisation.equals(other.organisation)
        && zone.equals(other.zone)
        && domain.equals(other.domain);
  }
}
