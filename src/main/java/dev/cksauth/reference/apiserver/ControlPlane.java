package dev.cksauth.reference.apiserver;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/** The programs that a reference API server runs from. */
public sealed interface ControlPlane {

  /**
   * Makes an address of this machine's loopback mean the same to API servers: to be called before
   * they are told of it.
   *
   * @throws IOException when that cannot be done
   */
  default void reach(URI address) throws IOException, InterruptedException {
    if (this instanceof Hosted(ApiServerHost host)) {
      host.reach(address.getPort());
    }
  }

  /**
   * Our own build: API server, etcd and controllers in one process.
   *
   * @param binary the executable
   */
  record SingleBinary(Path binary) implements ControlPlane {}

  /**
   * The upstream programs, as {@code KUBEBUILDER_ASSETS} has them. No controller runs: namespaces
   * stay in deletion, and get neither a default ServiceAccount nor the root CA's ConfigMap.
   *
   * @param kubeApiserver the API server's executable
   * @param etcd etcd's executable
   */
  record Assets(Path kubeApiserver, Path etcd) implements ControlPlane {}

  /**
   * No program here: somebody else runs it, as k3s.
   *
   * @param host who does
   */
  record Hosted(ApiServerHost host) implements ControlPlane {}
}
