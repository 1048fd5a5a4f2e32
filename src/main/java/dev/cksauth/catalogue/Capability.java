package dev.cksauth.catalogue;

import java.util.List;
import java.util.Optional;

/**
 * A yes/no fact about a subject.
 *
 * @param question what it asks
 * @param how what a subject's owner does to have it; empty where nothing can be done in a file
 * @param input what is called so when it is for the user to give, and not a fact about the subject:
 *     without it scenarios are not tested, rather than not applicable
 * @param origin how the answer is found
 */
public record Capability(
    String name, String question, String how, Optional<String> input, Origin origin) {

  /** How a capability is found out. */
  public sealed interface Origin {}

  /** Present when the subject's file has the field that a JSON pointer names. */
  public record Field(String pointer) implements Origin {}

  /**
   * Present when the subject's file has a credential that it words so.
   *
   * @param users of how many different users at least the file says that such credentials are; 0
   *     where it need not say whose they are
   */
  public record GivenCredential(String word, int users) implements Origin {}

  /**
   * Present when the subject's file gives an issuer of a name, with its client's id.
   *
   * @param with what else it must give of the issuer: {@value #SIGNING_KEYS}, or names of actions
   */
  public record GivenIssuer(String name, List<String> with) implements Origin {

    /** The word for the keys that it signs with. */
    public static final String SIGNING_KEYS = "signing-keys";

    public GivenIssuer {
      with = List.copyOf(with);
    }
  }

  /**
   * Present when the subject's file gives a webhook of a name.
   *
   * @param name {@link Names#TOKEN} for the first one
   * @param with what else it must give of it: {@value #OBSERVER}, {@value #LOG}, {@value
   *     #CACHE_TTL}, {@value #BEFORE_RBAC}, what is behind it, or names of actions
   */
  public record GivenWebhook(String name, List<String> with) implements Origin {

    /** The word for where what it was asked is told. */
    public static final String OBSERVER = "observer";

    /** The word for its log. */
    public static final String LOG = "log";

    /** The word for a directory behind it, of which users and groups can be changed. */
    public static final String DIRECTORY = "directory";

    /** The word for users who log in with a one-time code besides. */
    public static final String SECOND_FACTOR = "second-factor";

    /** The word for an issuer behind it, who is asked about tokens. */
    public static final String INTROSPECTION = "introspection";

    /** The word for how long its answers are kept. */
    public static final String CACHE_TTL = "cache-ttl";

    /** The word for its standing before RBAC, which it overrules then. */
    public static final String BEFORE_RBAC = "before-rbac";

    public GivenWebhook {
      with = List.copyOf(with);
    }
  }

  /** Present when one of these is. */
  public record AnyOf(List<String> names) implements Origin {
    public AnyOf {
      names = List.copyOf(names);
    }
  }

  /**
   * Present unless the subject's file declares it absent.
   *
   * @param probe contradicts a file that declares it absent and is wrong
   */
  public record Declared(Optional<String> probe) implements Origin {}

  /** Present when the subject's administrator may do all of this. */
  public record Rights(List<Right> rights) implements Origin {
    public Rights {
      rights = List.copyOf(rights);
    }
  }

  /** Asked of the subject itself by a named probe. */
  public record Probed(String probe) implements Origin {}
}
