package dev.cksauth.probe;

import dev.cksauth.subject.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request.
 *
 * <p>Added to it are only what HTTP needs: a host, the body's length, a connection header, and a
 * user agent, each unless given. The length cannot be given; with a header {@code
 * Transfer-Encoding: chunked} it is not told.
 *
 * @param pathAndQuery sent byte for byte as written
 * @param headers in order; one given twice is sent twice
 * @param certificate presented instead of the target's
 * @param raw sent instead of all this, HTTP/1.1 and byte for byte; the rest is then for reports
 */
public record ProbeRequest(
    String method,
    String pathAndQuery,
    List<Header> headers,
    Optional<byte[]> body,
    Protocol protocol,
    Optional<ClientCertificate> certificate,
    Optional<RawText> raw) {
  public ProbeRequest {
    headers = List.copyOf(headers);
  }

  /** A request that the library puts on the wire. */
  public ProbeRequest(
      String method,
      String pathAndQuery,
      List<Header> headers,
      Optional<byte[]> body,
      Protocol protocol,
      Optional<ClientCertificate> certificate) {
    this(method, pathAndQuery, headers, body, protocol, certificate, Optional.empty());
  }

  /** What stands in a text, to which nothing at all is added. */
  public static ProbeRequest raw(RawText text) {
    return new ProbeRequest(
        text.method(),
        text.pathAndQuery(),
        List.of(),
        Optional.empty(),
        Protocol.HTTP_1_1,
        Optional.empty(),
        Optional.of(text));
  }

  /** A GET without headers. */
  public static ProbeRequest get(String pathAndQuery) {
    return new ProbeRequest(
        "GET", pathAndQuery, List.of(), Optional.empty(), Protocol.NEGOTIATE, Optional.empty());
  }

  /** A POST of JSON that asks for JSON. */
  public static ProbeRequest postJson(String pathAndQuery, String json) {
    return new ProbeRequest(
        "POST",
        pathAndQuery,
        List.of(
            new Header("Content-Type", "application/json"),
            new Header("Accept", "application/json, */*")),
        Optional.of(json.getBytes(StandardCharsets.UTF_8)),
        Protocol.NEGOTIATE,
        Optional.empty());
  }

  /** This with one more header. */
  public ProbeRequest withHeader(String name, String value) {
    List<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new ProbeRequest(method, pathAndQuery, more, body, protocol, certificate, raw);
  }

  /** This with a bearer token. */
  public ProbeRequest withBearer(String token) {
    return withHeader("Authorization", "Bearer " + token);
  }

  /** This with a client certificate. */
  public ProbeRequest withCertificate(ClientCertificate presented) {
    return new ProbeRequest(
        method, pathAndQuery, headers, body, protocol, Optional.of(presented), raw);
  }

  /** This by another protocol. */
  public ProbeRequest withProtocol(Protocol spoken) {
    return new ProbeRequest(method, pathAndQuery, headers, body, spoken, certificate, raw);
  }

  /** This with another body. */
  public ProbeRequest withBody(String text) {
    return new ProbeRequest(
        method,
        pathAndQuery,
        headers,
        Optional.of(text.getBytes(StandardCharsets.UTF_8)),
        protocol,
        certificate,
        raw);
  }

  /** This with another content type. */
  public ProbeRequest withContentType(String type) {
    List<Header> others = new ArrayList<>(headers);
    others.removeIf(each -> each.named("Content-Type"));
    return new ProbeRequest(method, pathAndQuery, others, body, protocol, certificate, raw)
        .withHeader("Content-Type", type);
  }

  /** This without a header. */
  public ProbeRequest withoutHeader(String name) {
    List<Header> fewer = new ArrayList<>(headers);
    fewer.removeIf(each -> each.named(name));
    return new ProbeRequest(method, pathAndQuery, fewer, body, protocol, certificate, raw);
  }

  /** This by another method. */
  public ProbeRequest withMethod(String other) {
    return new ProbeRequest(other, pathAndQuery, headers, body, protocol, certificate, raw);
  }

  /** This for another path. */
  public ProbeRequest withPath(String other) {
    return new ProbeRequest(method, other, headers, body, protocol, certificate, raw);
  }

  /** Without path, headers and body, where secrets may stand. */
  @Override
  public String toString() {
    return "ProbeRequest[" + method + "]";
  }
}
