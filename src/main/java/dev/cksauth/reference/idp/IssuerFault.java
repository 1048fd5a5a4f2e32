package dev.cksauth.reference.idp;

import java.util.Arrays;
import java.util.Optional;

/** What can be wrong with an issuer, as clusters meet it. */
public enum IssuerFault {
  /** The discovery document is a login page, with HTTP 200. */
  DISCOVERY_HTML("discovery-html"),
  /** The discovery document is answered with HTTP 500. */
  DISCOVERY_ERROR("discovery-error"),
  /** The discovery document names an issuer with a slash more at its end. */
  DISCOVERY_SLASH("discovery-slash"),
  /** The discovery document comes after three seconds. */
  DISCOVERY_SLOW("discovery-slow"),
  /** The keys are answered with HTTP 500. */
  KEYS_ERROR("keys-error"),
  /** The keys come after three seconds. */
  KEYS_SLOW("keys-slow"),
  /** The certificate is of an authority that nobody trusts. */
  WRONG_CERTIFICATE("wrong-certificate");

  private final String word;

  IssuerFault(String word) {
    this.word = word;
  }

  /** The fault of a word. */
  public static Optional<IssuerFault> of(String word) {
    return Arrays.stream(values()).filter(fault -> fault.word.equals(word)).findFirst();
  }
}
