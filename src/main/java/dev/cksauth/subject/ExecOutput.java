package dev.cksauth.subject;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a credential command prints: an ExecCredential, or the token and nothing else. */
final class ExecOutput {
  private static final List<String> VERSIONS =
      List.of("client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1");

  private ExecOutput() {}

  static SecretValue secret(ExecCommand command, String output) throws SecretUnavailable {
    String printed = output.strip();
    if (printed.isEmpty()) {
      throw ExecRunner.failure(command, "printed nothing");
    }
    if (printed.startsWith("{")) {
      return new SecretValue(token(command, printed));
    }
    if (printed.lines().count() > 1) {
      throw ExecRunner.failure(
          command, "printed several lines: neither a bare token nor an ExecCredential");
    }
    return new SecretValue(printed);
  }

  private static String token(ExecCommand command, String printed) throws SecretUnavailable {
    JsonNode credential = json(command, printed);
    String version = credential.path("apiVersion").asString("");
    boolean known =
        credential.path("kind").asString("").equals("ExecCredential") && VERSIONS.contains(version);
    if (!known) {
      throw ExecRunner.failure(
          command, "printed JSON that is no ExecCredential of " + String.join(" or ", VERSIONS));
    }
    JsonNode status = credential.path("status");
    String token = status.path("token").asString("").strip();
    if (token.isEmpty()) {
      throw ExecRunner.failure(
          command,
          status.has("clientCertificateData")
              ? "gave a client certificate, not a token"
              : "printed an ExecCredential without status.token");
    }
    return token;
  }

  private static JsonNode json(ExecCommand command, String printed) throws SecretUnavailable {
    try {
      return new JsonMapper().readTree(printed);
    } catch (JacksonException invalid) {
      // Not as the cause: it quotes what was printed.
      throw ExecRunner.failure(command, "printed JSON that cannot be read");
    }
  }
}
