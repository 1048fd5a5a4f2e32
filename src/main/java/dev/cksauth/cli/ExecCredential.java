package dev.cksauth.cli;

import com.nimbusds.jwt.SignedJWT;
import dev.cksauth.subject.Environment;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a credential plug-in answers to kubectl.
 *
 * @param expires when kubectl has to ask again
 */
record ExecCredential(String apiVersion, String token, Instant expires) {

  private static final String STABLE = "client.authentication.k8s.io/v1";
  private static final List<String> KNOWN = List.of(STABLE, "client.authentication.k8s.io/v1beta1");

  /** Set by kubectl: what it asks, in the version in which it wants the answer. */
  private static final String QUESTION = "KUBERNETES_EXEC_INFO";

  /**
   * A credential that is as good as its token is.
   *
   * @throws IOException when the token does not say until when
   */
  static ExecCredential of(String token, Environment environment) throws IOException {
    @Nullable Date expires;
    try {
      expires = SignedJWT.parse(token).getJWTClaimsSet().getExpirationTime();
    } catch (ParseException e) {
      // Not as the cause: it may quote the token.
      throw new IOException("the identity provider gave a token that is no JWT");
    }
    if (expires == null) {
      throw new IOException("the identity provider gave a token that does not expire");
    }
    return new ExecCredential(apiVersion(environment), token, expires.toInstant());
  }

  private static String apiVersion(Environment environment) {
    return environment
        .get(QUESTION)
        .map(ExecCredential::version)
        .filter(KNOWN::contains)
        .orElse(STABLE);
  }

  private static String version(String question) {
    try {
      return new JsonMapper().readTree(question).path("apiVersion").asString("");
    } catch (JacksonException e) {
      return ""; // somebody else's
    }
  }

  String json() {
    ObjectNode credential = new JsonMapper().createObjectNode();
    credential.put("kind", "ExecCredential").put("apiVersion", apiVersion);
    credential
        .putObject("status")
        .put("token", token)
        .put("expirationTimestamp", expires.toString());
    return credential.toString();
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ExecCredential[" + apiVersion + ", until " + expires + "]";
  }
}
