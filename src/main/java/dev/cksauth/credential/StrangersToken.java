package dev.cksauth.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The claims of a good token under the signature of a stranger, who says how to verify it. */
final class StrangersToken {
  /** Nothing listens there: who looks for keys at it finds none, and harms nobody. */
  private static final String NOWHERE = "https://127.0.0.1:9/keys";

  private final JsonMapper json = new JsonMapper();

  String of(Mutation mutation, TokenForge.Parts parts) {
    try {
      ECKey key = new ECKeyGenerator(Curve.P_256).keyID("stranger").generate();
      ObjectNode header = json.createObjectNode().put("alg", "ES256").put("typ", "JWT");
      if (mutation == Mutation.OWN_KEY_IN_HEADER) {
        header.set("jwk", json.readTree(key.toPublicJWK().toJSONString()));
      } else {
        header.put("kid", "stranger").put("jku", NOWHERE).put("x5u", NOWHERE);
      }
      String signed = encode(json.writeValueAsBytes(header)) + "." + parts.payload();
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.toPrivateKey());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + encode(signature.sign());
    } catch (JOSEException | GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String withEmptySecret(TokenForge.Parts parts) {
    ObjectNode header = json.createObjectNode().put("alg", "HS256").put("typ", "JWT");
    String signed = encode(json.writeValueAsBytes(header)) + "." + parts.payload();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      // Keys are padded with zeros (RFC 2104 section 2): one zero is as good as nothing at all.
      mac.init(new SecretKeySpec(new byte[1], mac.getAlgorithm()));
      return signed + "." + encode(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
