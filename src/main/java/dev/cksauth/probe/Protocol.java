package dev.cksauth.probe;

/** Which HTTP to speak. */
public enum Protocol {
  /** HTTP/2 where the server's TLS offers it, else HTTP/1.1: what Kubernetes' own clients do. */
  NEGOTIATE,
  /** HTTP/1.1 only. */
  HTTP_1_1,
  /** HTTP/2 only; without TLS, with prior knowledge. */
  HTTP_2
}
