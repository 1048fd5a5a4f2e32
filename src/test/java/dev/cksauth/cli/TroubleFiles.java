package dev.cksauth.cli;

/** Subject files with two endpoints. */
final class TroubleFiles {

  private TroubleFiles() {}

  static String cluster(String managed, String unmanaged) {
    return """
    apiVersion: cks-auth.dev/v1
    kind: Cluster
    metadata: {name: staging}
    endpoints:
      managed:   {url: "%s"}
      unmanaged: {url: "%s"}
    credentials:
      - {name: admin, kind: console, token: CW-SECRET-of-a-test-0001, disposable: true}
      - {name: robot, kind: service-account, token: a.service.account-token}
    """
        .formatted(managed, unmanaged);
  }

  static String withCa(String managed, String unmanaged) {
    return cluster(managed, unmanaged)
        .replace("url: \"" + managed + "\"", "url: \"" + managed + "\", ca: ca.pem")
        .replace(
            "unmanaged: {url: \"" + unmanaged + "\"}",
            "unmanaged: {url: \"" + unmanaged + "\", ca: ca.pem}");
  }
}
