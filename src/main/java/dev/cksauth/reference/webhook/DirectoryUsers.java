package dev.cksauth.reference.webhook;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who somebody with a session is now. */
final class DirectoryUsers {
  private final Directory directory;

  DirectoryUsers(Directory directory) {
    this.directory = directory;
  }

  /**
   * Looks a person up, with the groups of this moment.
   *
   * @param id of the entry
   */
  Decision decide(String id) {
    try {
      Optional<Person> person = directory.of(id);
      if (person.isEmpty()) {
        return new Decision.NotAuthenticated("disabled or gone");
      }
      User user =
          new User(person.get().name(), Optional.of(id), directory.groups(person.get()), Map.of());
      // Whoever may name groups in the directory must not make masters of the cluster.
      return ReservedNames.anyOf(user)
          ? new Decision.NotAuthenticated("reserved name")
          : new Decision.Authenticated(user, List.of());
    } catch (DirectoryUnavailableException outage) {
      return new Decision.Undecided("directory: " + outage.getMessage());
    }
  }
}
