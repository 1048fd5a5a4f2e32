package dev.cksauth.engine.configuration;

import dev.cksauth.subject.Authorities;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * One block of a cluster's configuration as it is to be.
 *
 * @param block its name in the API
 * @param fields without those that are not set; none at all: the block is to be cleared
 * @param reach what an API server will call; empty where nothing is called
 */
public record Change(String block, Map<String, String> fields, Optional<Reach> reach) {

  private static final int LINE = 64;

  public Change {
    fields = Map.copyOf(fields);
  }

  /**
   * What an API server will call.
   *
   * @param discovery whether it is an issuer, with a document that names it
   */
  public record Reach(URI url, Optional<Authorities> ca, boolean discovery) {}

  /** A webhook; for accesses rather than tokens, if so. */
  public static Change webhook(URI url, Optional<Authorities> ca, boolean accesses) {
    Map<String, String> fields = new TreeMap<>();
    fields.put("server", url.toString());
    ca.ifPresent(authorities -> fields.put("ca", base64(authorities)));
    return new Change(block(accesses), fields, Optional.of(new Reach(url, ca, false)));
  }

  /** No webhook any more. */
  public static Change withoutWebhook(boolean accesses) {
    return new Change(block(accesses), Map.of(), Optional.empty());
  }

  /** An issuer; the settings have the API's names for them. */
  public static Change issuer(URI url, Optional<Authorities> ca, Map<String, String> settings) {
    Map<String, String> fields = new TreeMap<>(settings);
    fields.put("issuerUrl", url.toString());
    ca.ifPresent(authorities -> fields.put("ca", base64(authorities)));
    return new Change(AuthBlocks.OIDC, fields, Optional.of(new Reach(url, ca, true)));
  }

  /** No issuer any more. */
  public static Change withoutIssuer() {
    return new Change(AuthBlocks.OIDC, Map.of(), Optional.empty());
  }

  private static String block(boolean accesses) {
    return accesses ? AuthBlocks.AUTHZ : AuthBlocks.AUTHN;
  }

  AuthBlocks of(AuthBlocks present) {
    Map<String, JsonNode> block = new TreeMap<>();
    fields.forEach((name, text) -> block.put(name, JsonNodeFactory.instance.stringNode(text)));
    return present.with(block(), block);
  }

  /** PEM in base64, as the API has certificates. */
  private static String base64(Authorities authorities) {
    ByteArrayOutputStream pem = new ByteArrayOutputStream();
    Base64.Encoder lines = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    try {
      for (X509Certificate certificate : authorities.certificates()) {
        pem.write("-----BEGIN CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
        pem.write(lines.encode(certificate.getEncoded()));
        pem.write("\n-----END CERTIFICATE-----\n".getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException | CertificateEncodingException impossible) {
      throw new IllegalStateException(impossible);
    }
    return Base64.getEncoder().encodeToString(pem.toByteArray());
  }
}
