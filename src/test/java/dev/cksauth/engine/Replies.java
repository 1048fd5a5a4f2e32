package dev.cksauth.engine;

import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.engine.Scripted.Script;
import java.util.Map;

/** Answers of API servers, gateways and worse. */
final class Replies {
  static final String CONSOLE = "good-console-token";
  static final String SERVICE_ACCOUNT = "good-service-account-token";
  static final String ALICE = "alice@example.com";
  static final String ROBOT = "system:serviceaccount:default:robot";

  private static final Map<String, String> USERS = Map.of(CONSOLE, ALICE, SERVICE_ACCOUNT, ROBOT);

  private Replies() {}

  /** Names whom it knows, and gives the rest one answer. */
  static Script knowing(Reply otherwise) {
    return asked -> {
      String user = USERS.get(asked.token());
      return user == null ? otherwise : review(user);
    };
  }

  static Reply review(String user) {
    return json(
        201,
        """
        {"kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1",
         "status": {"userInfo": {"username": "%s", "groups": ["system:authenticated"]}}}
        """
            .formatted(user));
  }

  static Reply unauthorized() {
    return status(401, "Unauthorized", "Unauthorized");
  }

  static Reply forbidden(String user) {
    return status(
        403, "Forbidden", "namespaces is forbidden: User \\\"%s\\\" cannot list".formatted(user));
  }

  static Reply gateway(int status) {
    return new Reply(status, "text/html", "<html><body>gateway</body></html>");
  }

  static Reply cut() {
    return new Reply(0, "", "");
  }

  static Reply json(int status, String body) {
    return new Reply(status, "application/json", body);
  }

  private static Reply status(int code, String reason, String message) {
    return json(
        code,
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": "%s",
         "reason": "%s", "code": %d}
        """
            .formatted(message, reason, code));
  }
}
