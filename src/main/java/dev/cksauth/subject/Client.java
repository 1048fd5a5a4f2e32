package dev.cksauth.subject;

import java.net.URI;
import java.util.Optional;

/**
 * How a client connects and who it is, as a kubeconfig says it.
 *
 * @param ca the authorities to trust instead of the system's
 * @param insecure whether any server certificate will do
 * @param tlsServerName the name to ask for and to expect in the server's certificate, instead of
 *     the URL's host
 * @param proxy through which to connect
 * @param bearer a bearer token
 * @param basic a user name and password, which API servers no longer take but webhooks may
 */
public record Client(
    Optional<Authorities> ca,
    boolean insecure,
    Optional<String> tlsServerName,
    Optional<URI> proxy,
    Optional<ClientCertificate> certificate,
    Optional<Secret> bearer,
    Optional<BasicLogin> basic) {

  /** The same with another certificate, or none. */
  public Client withCertificate(Optional<ClientCertificate> other) {
    return new Client(ca, insecure, tlsServerName, proxy, other, bearer, basic);
  }

  /**
   * A user name and its password.
   *
   * @param username shown in messages, as a name is
   */
  public record BasicLogin(String username, SecretValue password) {}
}
