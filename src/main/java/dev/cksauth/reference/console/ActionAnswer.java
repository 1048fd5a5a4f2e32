package dev.cksauth.reference.console;

/**
 * What an action answers.
 *
 * @param status the HTTP status; 2xx means done
 * @param json the body, empty for none; may hold a secret
 */
public record ActionAnswer(int status, String json) {

  /** Done, and nothing to tell. */
  public static ActionAnswer done() {
    return new ActionAnswer(204, "");
  }

  /** Done, with a body. */
  public static ActionAnswer done(String json) {
    return new ActionAnswer(200, json);
  }

  /**
   * Done, with a token in the form in which every credential plug-in of kubectl answers, so that
   * one reader serves for all.
   */
  public static ActionAnswer credential(String token) {
    return done(
        """
        {"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"%s"}}
        """
            .formatted(token));
  }

  /** The request lacks something, or has something wrong. */
  public static ActionAnswer badRequest() {
    return new ActionAnswer(400, "");
  }

  /** What the request is about is refused to its user: nobody failed. */
  public static ActionAnswer forbidden() {
    return new ActionAnswer(403, "");
  }

  /** What the request names does not exist. */
  public static ActionAnswer notFound() {
    return new ActionAnswer(404, "");
  }

  @Override
  public String toString() {
    return "ActionAnswer[status=" + status + "]";
  }
}
