package dev.cksauth.reference.apiserver;

/** No API server's program is there and none can be built; the message lists the ways out. */
public final class ControlPlaneUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  ControlPlaneUnavailable(String message) {
    super(message);
  }
}
