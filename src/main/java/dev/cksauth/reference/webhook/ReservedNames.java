package dev.cksauth.reference.webhook;

/**
 * Names that belong to Kubernetes itself. An API server takes whatever a webhook says, {@code
 * system:masters} included (contract A-35): only the webhook can refuse.
 */
final class ReservedNames {
  private static final String PREFIX = "system:";

  private ReservedNames() {}

  /** Whether the user or one of the groups has a reserved name. */
  static boolean anyOf(User user) {
    return user.username().startsWith(PREFIX)
        || user.groups().stream().anyMatch(group -> group.startsWith(PREFIX));
  }
}
