package dev.cksauth.reference.cksapi;

/** How a cluster stands, of those that the vendor's own client knows. */
enum ClusterStatus {
  RUNNING,
  UPDATING,
  FAILED;

  /** As answers have it. */
  String word() {
    return "STATUS_" + name();
  }
}
