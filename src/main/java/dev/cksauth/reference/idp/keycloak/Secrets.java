package dev.cksauth.reference.idp.keycloak;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Secrets that nobody has chosen. */
final class Secrets {

  private static final int BYTES = 16;

  private Secrets() {}

  /** 128 random bits, as hexadecimal digits: no form or shell has to quote them. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
