package dev.cksauth.reference.topology;

import dev.cksauth.reference.apiserver.ControlPlane;
import dev.cksauth.reference.container.Engine;
import dev.cksauth.reference.container.Images;

/** What a reference system is made of: its topology, with what that needs. */
public sealed interface Platform {

  /** As reports name it. */
  String word();

  /** Parts are processes of this machine, and threads of the harness. */
  record Processes(ControlPlane controlPlane) implements Platform {
    @Override
    public String word() {
      return "process";
    }
  }

  /** API servers, Keycloak, sample webhooks and managed endpoints are containers. */
  record Containers(Engine engine, Images images) implements Platform {
    @Override
    public String word() {
      return "containers";
    }
  }
}
