package dev.cksauth.engine.configuration;

import dev.cksauth.probe.Target;
import dev.cksauth.subject.CksApi;
import dev.cksauth.subject.Client;
import java.util.Optional;

/** A cluster's CKS API as a place to send requests to. */
public final class CksApiTarget {
  private CksApiTarget() {}

  /** Where it is, and what it is trusted by. */
  public static Target of(CksApi api) {
    return new Target(
        "CKS API",
        api.url(),
        Optional.empty(),
        new Client(
            api.ca(),
            false,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }
}
