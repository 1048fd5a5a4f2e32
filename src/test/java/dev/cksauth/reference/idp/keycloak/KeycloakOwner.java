package dev.cksauth.reference.idp.keycloak;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that starts a Keycloak, says the number of its process, and stays. */
final class KeycloakOwner {

  private KeycloakOwner() {}

  public static void main(String[] arguments) throws Exception {
    Running running =
        Running.start(
            new PreparedKeycloak(Path.of(arguments[0]), "of a test"), Path.of(arguments[1]));
    System.out.println(running.server().process().orElseThrow().pid());
    new CountDownLatch(1).await();
  }
}
