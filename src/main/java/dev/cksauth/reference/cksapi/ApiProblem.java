package dev.cksauth.reference.cksapi;

import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Why a call is refused. Its words never quote a token, nor what may hold one. */
public final class ApiProblem extends Exception {
  private static final long serialVersionUID = 1L;
  private static final String TYPES = "type.googleapis.com/google.rpc.";

  private final ApiCode code;
  private final transient List<Violation> violations;

  /** What is wrong with a field, or what does not hold of the cluster. */
  public record Violation(String field, String description) {}

  /** A refusal without details. */
  public ApiProblem(ApiCode code, String message) {
    this(code, message, List.of());
  }

  /** A refusal with its reasons, field by field. */
  public ApiProblem(ApiCode code, String message, List<Violation> violations) {
    super(message);
    this.code = code;
    this.violations = List.copyOf(violations);
  }

  /** A field that cannot be as it is. */
  static ApiProblem invalid(List<Violation> violations) {
    return new ApiProblem(
        ApiCode.INVALID_ARGUMENT, "the request has fields that cannot be so", violations);
  }

  /** Its code. */
  public ApiCode code() {
    return code;
  }

  /** The answer's body. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("code", code.number()).put("message", String.valueOf(getMessage()));
    ArrayNode details = json.putArray("details");
    if (!violations.isEmpty()) {
      boolean state = code == ApiCode.FAILED_PRECONDITION;
      ObjectNode detail =
          details.addObject().put("@type", TYPES + (state ? "PreconditionFailure" : "BadRequest"));
      ArrayNode list = detail.putArray(state ? "violations" : "fieldViolations");
      for (Violation violation : violations) {
        list.addObject()
            .put(state ? "type" : "field", violation.field())
            .put("description", violation.description());
      }
    }
    return json;
  }
}
