package dev.cksauth.reference.topology;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.idp.keycloak.KeycloakFlows;
import dev.cksauth.reference.idp.keycloak.KeycloakRealm;
import dev.cksauth.subject.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a person needs who logs in at the Keycloak of a reference system, as it stands in a file of
 * that system, mode 600.
 *
 * @param realm the realm with its users' secrets; the pipeline's is not among them
 * @param authority the certificate of the authority that signed Keycloak's
 */
public record KeycloakLogins(KeycloakRealm realm, Path authority) {

  /** The file's name, beside the subject files. */
  public static final String FILE = "keycloak-logins.json";

  private static final String AUTHORITY = "ca.pem";
  private static final String ONE_TIME_SECRET = "oneTimeSecret";

  /**
   * Writes the file.
   *
   * @param directory where the authority's certificate is, as {@code ca.pem}
   */
  static Path write(Path directory, KeycloakRealm realm) throws IOException {
    JsonMapper json = new JsonMapper();
    ObjectNode logins =
        json.createObjectNode()
            .put("issuer", realm.issuer().toString())
            .put("clientId", KeycloakRealm.CLI)
            .put("caFile", AUTHORITY);
    ObjectNode users = logins.putObject("users");
    for (String user : KeycloakRealm.USERS) {
      users.putObject(user).put("password", realm.passwords().get(user));
    }
    users.withObject("/" + KeycloakRealm.ERIN).put(ONE_TIME_SECRET, realm.oneTimeSecret());
    return PrivateFile.write(
        directory.resolve(FILE),
        json.writerWithDefaultPrettyPrinter().writeValueAsString(logins) + "\n");
  }

  /**
   * Reads the file.
   *
   * @throws IOException when it cannot be read; the message shows nothing of what is in it
   */
  public static KeycloakLogins read(Path file) throws IOException {
    JsonNode logins = parse(file);
    Map<String, String> passwords = new HashMap<>();
    logins
        .path("users")
        .properties()
        .forEach(user -> passwords.put(user.getKey(), text(user.getValue(), "password")));
    String oneTimeSecret = text(logins.path("users").path(KeycloakRealm.ERIN), ONE_TIME_SECRET);
    URI issuer = URI.create(text(logins, "issuer"));
    return new KeycloakLogins(
        new KeycloakRealm(issuer, passwords, oneTimeSecret, ""),
        file.resolveSibling(text(logins, "caFile")));
  }

  private static JsonNode parse(Path file) throws IOException {
    try {
      return new JsonMapper().readTree(Files.readString(file));
    } catch (JacksonException e) {
      // Not as the cause: it quotes what was read.
      throw new IOException(file + ": is no JSON");
    }
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asString("");
  }

  /** The ways to log in with them. */
  public KeycloakFlows flows() throws IOException {
    return new KeycloakFlows(
        realm, AdministratorClient.trusting(PemFiles.certificates(authority).getFirst()));
  }
}
