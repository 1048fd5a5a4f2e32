package dev.cksauth.reference.cksapi;

import java.io.IOException;

/** Changes what a cluster's API server authenticates and authorizes by. */
public interface Configurator {

  /**
   * Gives the API server other settings. It need not use them yet when this returns: that is when
   * the cluster is said to be running again.
   *
   * @throws IOException when that cannot even be begun
   */
  void handOver(AuthSettings settings) throws IOException, InterruptedException;

  /**
   * Waits until the API server uses what it was given last. Where it does not come up with it, or
   * refuses it, the settings before are put back first.
   *
   * @throws IOException when the settings before are in use again, with the reason
   */
  void awaitEffective() throws IOException, InterruptedException;
}
