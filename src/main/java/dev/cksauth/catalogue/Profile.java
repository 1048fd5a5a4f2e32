package dev.cksauth.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * What can be certified.
 *
 * @param subject the kind of subject that it applies to: {@code Cluster}, {@code Webhook} or, for
 *     one that decides on accesses, {@code AccessWebhook}
 * @param says what a verdict on it speaks of
 * @param byDefault whether it is tested where no profile is asked for; else only when it is
 * @param where the capability that a subject's file must give it to be tested where no profile is
 *     asked for
 * @param requires without which a verdict means nothing
 */
public record Profile(
    String name,
    String subject,
    String says,
    boolean byDefault,
    Optional<String> where,
    List<Need> requires) {

  public Profile {
    requires = List.copyOf(requires);
  }

  /** One thing that must hold for a verdict to mean anything. */
  public sealed interface Need {
    /** The need in words. */
    String says();
  }

  /** The subject has all of these endpoints. */
  public record Endpoints(String says, List<String> names) implements Need {
    public Endpoints {
      names = List.copyOf(names);
    }
  }

  /** A credential of one of these kinds was accepted during the run. */
  public record Accepted(String says, List<String> kinds) implements Need {
    public Accepted {
      kinds = List.copyOf(kinds);
    }
  }
}
