package dev.cksauth.reference.idp.keycloak;

import dev.cksauth.reference.console.Action;
import dev.cksauth.reference.console.ActionAnswer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a subject file may ask of a running Keycloak: logins of every kind, and what ends them. */
public final class KeycloakActions {

  private final Map<String, KeycloakLogin> logins;

  private KeycloakActions(KeycloakRealm realm, KeycloakFlows flows) {
    this.logins = KeycloakLogin.of(flows, realm);
  }

  /**
   * The actions of a Keycloak, by their names: {@code issue}, {@code disable}, {@code enable} and
   * {@code revoke}. It has none to be stopped and started by: a start takes longer, on a busy
   * machine, than an action may.
   *
   * @param flows of the same Keycloak; stay open as long as the actions are used
   */
  public static Map<String, Action> of(KeycloakServer server, KeycloakFlows flows) {
    KeycloakActions actions = new KeycloakActions(server.realm(), flows);
    KeycloakAdmin admin = server.admin();
    Map<String, Action> all = new HashMap<>();
    all.put("issue", actions::issue);
    all.put("disable", request -> forUser(request, user -> admin.setEnabled(user, false)));
    all.put("enable", request -> forUser(request, user -> admin.setEnabled(user, true)));
    all.put("revoke", request -> forUser(request, admin::logout));
    return Map.copyOf(all);
  }

  /** Something that is done to a user. */
  @FunctionalInterface
  private interface Deed {
    void to(String user) throws IOException, InterruptedException;
  }

  private static ActionAnswer forUser(JsonNode request, Deed deed)
      throws IOException, InterruptedException {
    String user = request.path("name").asString("");
    if (!KeycloakRealm.USERS.contains(user)) {
      return ActionAnswer.notFound();
    }
    deed.to(user);
    return ActionAnswer.done();
  }

  private ActionAnswer issue(JsonNode request) throws IOException, InterruptedException {
    if (!request.path("kind").asString("").equals("oidc")) {
      return ActionAnswer.badRequest();
    }
    String user = request.path("name").asString("");
    Optional<KeycloakLogin> login =
        Optional.ofNullable(logins.get(request.path("login").asString("password")))
            .filter(known -> known.users().contains(user));
    if (login.isEmpty()) {
      return ActionAnswer.notFound();
    }
    try {
      return ActionAnswer.credential(login.get().way().token(user));
    } catch (FlowRefusedException e) {
      if (e.isServersFault()) {
        throw e; // nobody was refused
      }
      return ActionAnswer.forbidden();
    }
  }
}
