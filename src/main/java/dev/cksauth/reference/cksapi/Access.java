package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.console.CloudConsole;
import dev.cksauth.reference.console.ConsoleUser;
import dev.cksauth.reference.console.Role;
import java.util.Optional;

/** Who may do what here. */
@FunctionalInterface
public interface Access {

  /**
   * Decides on a call.
   *
   * @param token the bearer token; empty where there is none
   * @param writes whether the call would change something
   * @throws ApiProblem when it is refused
   */
  void require(Optional<String> token, boolean writes) throws ApiProblem;

  /** As the console's users may: administrators change, viewers read. */
  static Access of(CloudConsole console) {
    return (token, writes) -> {
      Optional<ConsoleUser> user = token.flatMap(console::authenticate);
      if (user.isEmpty()) {
        throw new ApiProblem(ApiCode.UNAUTHENTICATED, "no token, or none that is good here");
      }
      if (writes && user.get().role() != Role.ADMIN) {
        throw new ApiProblem(
            ApiCode.PERMISSION_DENIED, "the token's user may read clusters, and not change them");
      }
    };
  }
}
