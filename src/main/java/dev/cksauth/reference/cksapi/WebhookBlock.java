package dev.cksauth.reference.cksapi;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A webhook as a cluster is configured with it.
 *
 * @param server the URL
 * @param ca what signed its certificate, in PEM; empty: an authority that everybody trusts
 */
public record WebhookBlock(String server, String ca) {

  static Optional<WebhookBlock> of(JsonNode json) {
    String server = json.path(Fields.SERVER).asString("");
    return server.isEmpty()
        ? Optional.empty()
        : Optional.of(new WebhookBlock(server, pem(json.path(Fields.CA).asString(""))));
  }

  /** The text of a base64 that was checked before. */
  static String pem(String base64) {
    return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
