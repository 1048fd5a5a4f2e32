package dev.cksauth.reference.topology;

import java.net.URI;

/**
 * An endpoint of the reference cluster.
 *
 * @param name as subject files name it: {@code managed}, {@code unmanaged}, {@code deprecated}; or
 *     {@code custom} for the one of the customer's own
 * @param url the name that its certificate carries; no resolver knows it
 * @param port on 127.0.0.1, where it really is
 */
public record ReferenceEndpoint(String name, URI url, int port) {

  /** What to dial: {@code 127.0.0.1:PORT}. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Where a client that cannot be told to dial elsewhere reaches it: the certificate fits. */
  public URI local() {
    return URI.create("https://" + address());
  }
}
