package dev.cksauth.catalogue;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names that stand in braces in a scenario's texts, and the words for credentials. */
public final class Names {

  /** A letter first: {@code {8}} in a regular expression is no name. */
  private static final Pattern NAME = Pattern.compile("\\{([a-z][a-z0-9-]*)}");

  private static final Set<String> ALWAYS = Set.of("run", "namespace", "once", "exempt-user");

  /** No credential at all. */
  public static final String NONE = "none";

  /** A token that nobody has issued, another one each time. */
  public static final String UNKNOWN = "unknown";

  /** A token that a webhook should accept. */
  public static final String VALID = "valid";

  /** The cluster as its administrator, in the place of an endpoint. */
  public static final String ADMINISTRATOR = "administrator";

  /** Where the credential's token goes, in a path, a header or a raw line. */
  public static final String TOKEN = "token";

  /** The same as the password of a login in base64, as the scheme Basic has it, in a header. */
  public static final String LOGIN = "token-basic";

  /** The same in base64url without padding, in a raw line. */
  public static final String TOKEN_BASE64URL = "token-base64url";

  /** The same with every character as an escape of JSON, in a review. */
  public static final String TOKEN_ESCAPED = "token-escaped";

  /** The JSON list of the audiences that a review names, in the text of one or a raw line. */
  public static final String AUDIENCES = "audiences";

  /** A null that is written, in what is merged into a review. */
  public static final String NULL = "null";

  /** The endpoint's authority, in a raw line. */
  public static final String HOST = "host";

  /** The webhook's own path, in the path of a review or a raw line of one. */
  public static final String PATH = "path";

  /** The JSON of a review as an API server sends it, in the text of a review or a raw line. */
  public static final String REVIEW = "review";

  /** How many bytes that is, in a raw line. */
  public static final String LENGTH = "length";

  /** The issuer that the cluster's {@code oidc} is about. */
  public static final String PRIMARY = "primary";

  /** An issuer's URL, in claims. */
  public static final String ISSUER = "issuer";

  /** The client that an issuer's tokens are for, in claims. */
  public static final String CLIENT_ID = "client-id";

  /** The claim that names the user, among the names of claims. */
  public static final String USERNAME_CLAIM = "username-claim";

  /** The claim that names the groups. */
  public static final String GROUPS_CLAIM = "groups-claim";

  /** The id of a key of the issuer's that does not sign the token, in a header. */
  public static final String OTHER_KEY_ID = "other-key-id";

  /** The second of two users whom the subject's file gives valid tokens of. */
  public static final String ANOTHER_USER = "another-user";

  /** The first webhook that the API server asks about accesses, and goes on without in need. */
  public static final String ACCESS = "access";

  /** The first one whose failure is a refusal. */
  public static final String STRICT_ACCESS = "strict-access";

  /** The first one that is not asked about a user whom the file names. */
  public static final String CONDITIONAL_ACCESS = "conditional-access";

  /** That user. */
  public static final String EXEMPT_USER = "exempt-user";

  /** Before the version of the reviews of a webhook that is asked about accesses. */
  public static final String ACCESS_OF_VERSION = "access-";

  /** The CKS API, in the place of an endpoint; and the token that may change clusters there. */
  public static final String CKS_API = "cks-api";

  /** The token that may only read clusters at the CKS API. */
  public static final String CKS_API_READER = "cks-api-reader";

  /** The cluster's id at the CKS API. */
  public static final String CLUSTER_ID = "cluster-id";

  /** The token of the first webhook that a cluster may be configured for. */
  public static final String FIRST_WEBHOOK = "first-webhook";

  /** The token of the second one. */
  public static final String SECOND_WEBHOOK = "second-webhook";

  /** What a cluster may be configured with: blocks of settings, and single ones. */
  private static final Set<String> CONFIGURATION =
      Set.of(
          CLUSTER_ID,
          "first-webhook-settings",
          "first-webhook-url",
          "first-webhook-ca",
          "second-webhook-settings",
          "second-webhook-url",
          "primary-issuer-settings",
          "primary-issuer-url",
          "second-issuer-settings",
          "second-issuer-url",
          "wrong-ca",
          "both-cas");

  /** Whether a name stands for what a cluster may be configured with. */
  public static boolean isConfiguration(String name) {
    return CONFIGURATION.contains(name);
  }

  private Names() {}

  /** How a name stands in a text. */
  public static String placeholder(String name) {
    return "{" + name + "}";
  }

  /** Whether a name stands for what is known only when a request is made. */
  static boolean ofRequest(String name, String pointer) {
    if (pointer.contains("/issue/")) {
      return Set.of(ISSUER, CLIENT_ID, OTHER_KEY_ID, NULL).contains(name);
    }
    if (pointer.contains("/review/")) {
      return (name.equals(PATH) && (pointer.endsWith("/path") || pointer.contains("/raw/")))
          || (Set.of(REVIEW, AUDIENCES).contains(name)
              && (pointer.endsWith("/text") || pointer.contains("/raw/")))
          || (Set.of(LENGTH, HOST).contains(name) && pointer.contains("/raw/"))
          || (name.equals(NULL) && pointer.contains("/with/"))
          || Set.of(TOKEN, TOKEN_ESCAPED).contains(name);
    }
    if (pointer.contains("/raw/")) {
      return Set.of(TOKEN, TOKEN_BASE64URL, HOST).contains(name);
    }
    return (name.equals(LOGIN) && pointer.contains("/headers/"))
        || (name.equals(TOKEN) && (pointer.contains("/headers/") || pointer.endsWith("/path")));
  }

  /** The words for credentials that a scenario may use without a step that issues them. */
  static Set<String> credentials() {
    Set<String> words = new TreeSet<>(Set.of(NONE, UNKNOWN));
    Stream.of("console", "service-account", "oidc", "webhook", "client-certificate")
        .flatMap(kind -> Stream.of(kind, kind + "-expired", kind + "-revoked"))
        .forEach(words::add);
    words.addAll(Set.of("console-admin", "console-viewer", "console-kubeconfig"));
    words.addAll(Set.of(CKS_API, CKS_API_READER, FIRST_WEBHOOK, SECOND_WEBHOOK));
    words.addAll(Set.of(VALID, "expired", "revoked", "wrong-audience", ANOTHER_USER));
    return words;
  }

  /** Whether a word stands for a credential as it is given or made, and not as a step alters it. */
  public static boolean isCredential(String word) {
    return credentials().contains(word);
  }

  /** Whether a name is there in every scenario. */
  static boolean always(String name) {
    return ALWAYS.contains(name) || isConfiguration(name) || credentials().contains(name);
  }

  /** The names in a text. */
  public static Set<String> in(String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = NAME.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /**
   * The text with its names replaced.
   *
   * @param value the value of a name; a name without one stays as it is
   */
  public static String replace(String text, Function<String, java.util.Optional<String>> value) {
    return NAME.matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(value.apply(match.group(1)).orElse(match.group())));
  }
}
