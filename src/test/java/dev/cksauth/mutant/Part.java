package dev.cksauth.mutant;

import java.util.Locale;

/** The part of a cluster that has a fault. */
enum Part {
  MANAGED_ENDPOINT,
  UNMANAGED_ENDPOINT,
  DEPRECATED_ENDPOINT,
  CUSTOM_ENDPOINT,
  API_SERVER,
  OIDC_VERIFIER,
  IDENTITY_PROVIDER,
  CONSOLE,
  WEBHOOK;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
