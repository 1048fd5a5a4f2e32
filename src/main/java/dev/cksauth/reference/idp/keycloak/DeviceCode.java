package dev.cksauth.reference.idp.keycloak;

import java.net.URI;
import java.time.Duration;

/**
 * A login that a device asked for, and that a person is to approve elsewhere (RFC 8628).
 *
 * @param deviceCode what the device asks for its tokens with
 * @param userCode what the person types in
 * @param page where the person does, with the code filled in
 * @param interval how long the device waits between two questions
 */
public record DeviceCode(String deviceCode, String userCode, URI page, Duration interval) {

  /** Without the device's secret. */
  @Override
  public String toString() {
    return "DeviceCode[" + page + "]";
  }
}
