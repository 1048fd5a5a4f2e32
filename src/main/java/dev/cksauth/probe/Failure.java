package dev.cksauth.probe;

/** Why no complete answer came. */
public enum Failure {
  /** The host's name does not resolve. */
  UNKNOWN_HOST,
  /** Nothing listens there. */
  REFUSED,
  /** No way leads there, or the proxy finds none. */
  UNREACHABLE,
  /** No connection came about in time. */
  CONNECT_TIMEOUT,
  /** Connected, but the handshake of TLS did not end in time, and never did before. */
  NO_HANDSHAKE,
  /** Connected, but the answer did not end in time, or a handshake as others before it did. */
  TIMEOUT,
  /** The server's certificate is not trusted, not for this name, or not valid now. */
  UNTRUSTED,
  /** Any other failure of TLS: a plain port, a refused handshake. */
  TLS,
  /** The connection ended before the answer did. */
  RESET,
  /** The answer is larger than allowed. */
  TOO_LARGE,
  /** What came is no HTTP. */
  MALFORMED;

  /** Whether a second attempt would only cost the same wait again. */
  boolean dead() {
    return this == UNKNOWN_HOST
        || this == REFUSED
        || this == UNREACHABLE
        || this == CONNECT_TIMEOUT
        || this == NO_HANDSHAKE;
  }
}
