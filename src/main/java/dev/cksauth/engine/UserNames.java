package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.ReviewAnswer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What is to be said of the names of the user whom a token stands for. */
final class UserNames implements Check {

  /** What is looked for in the names. */
  enum Rule {
    /** The user has a name. */
    NAMED,
    /** No name is Kubernetes' own, beyond what the subject's file expects. */
    NOT_RESERVED,
    /** No key of extra is in a domain of Kubernetes' own, beyond what the file expects. */
    NOT_RESERVED_KEYS,
    /** Names are plain texts, and no group is there twice. */
    PLAIN,
    /** The keys of extra survive in the names of headers. */
    PORTABLE_KEYS
  }

  /** Whoever is authenticated is in it: to say so does no harm (contract A-88). */
  private static final String AUTHENTICATED = "system:authenticated";

  private static final Pattern PLAIN_NAME =
      Pattern.compile("[^\\p{Cntrl}\\s]([^\\p{Cntrl}]*[^\\p{Cntrl}\\s])?");
  private static final Pattern RESERVED_KEY =
      Pattern.compile("(?i)([^/]*\\.)?(kubernetes|k8s)\\.io(/.*)?");
  private static final Pattern PORTABLE =
      Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?\\.[a-z0-9-]+/[a-z0-9._/-]+");

  private final Rule rule;

  UserNames(Rule rule) {
    this.rule = rule;
  }

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    WebhookCaller caller = WebhookCaller.of(go);
    Exchange exchange = caller.review(caller.token(with));
    ReviewAnswer.Accepted user = caller.accepted(exchange);
    List<String> wrong =
        switch (rule) {
          case NAMED -> user.username().isBlank() ? List.of(quoted(user)) : List.of();
          case NOT_RESERVED -> reserved(user, expected(go, with));
          case NOT_RESERVED_KEYS -> reservedKeys(user, expectedKeys(go, with));
          case PLAIN -> notPlain(user);
          case PORTABLE_KEYS ->
              user.extra().keySet().stream()
                  .filter(key -> !PORTABLE.matcher(key).matches())
                  .sorted()
                  .map(key -> "extra key " + key)
                  .toList();
        };
    String expected =
        switch (rule) {
          case NAMED -> "a user with a name";
          case NOT_RESERVED -> "no name that begins with system:";
          case NOT_RESERVED_KEYS -> "no key in kubernetes.io or k8s.io";
          case PLAIN -> "names without control characters and white space around them, each once";
          case PORTABLE_KEYS -> "keys in small letters that begin with a domain";
        };
    return WebhookCaller.finding(
        Judged.of(
            wrong.isEmpty(),
            expected,
            wrong.isEmpty() ? ReviewJudge.words(user) : String.join(", ", wrong)),
        exchange);
  }

  private static Set<String> expected(Go go, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    Set<String> names = new HashSet<>(Set.of(AUTHENTICATED));
    go.credentials()
        .get(with.path("as").asString("valid"))
        .expected()
        .ifPresent(expected -> {
          names.add(expected.username());
          expected.groups().ifPresent(names::addAll);
        });
    return names;
  }

  private static List<String> reserved(ReviewAnswer.Accepted user, Set<String> expected) {
    return Stream.concat(Stream.of(user.username()), user.groups().stream())
        .filter(name -> name.startsWith("system:") && !expected.contains(name))
        .toList();
  }

  private static Set<String> expectedKeys(Go go, JsonNode with)
      throws NotTestedException, UnknownFactsException {
    return go.credentials()
        .get(with.path("as").asString("valid"))
        .expected()
        .map(expected -> expected.extra().keySet())
        .orElse(Set.of());
  }

  private static List<String> reservedKeys(ReviewAnswer.Accepted user, Set<String> expected) {
    return user.extra().keySet().stream()
        .filter(key -> RESERVED_KEY.matcher(key).matches() && !expected.contains(key))
        .sorted()
        .map(key -> "extra key " + key)
        .toList();
  }

  private static List<String> notPlain(ReviewAnswer.Accepted user) {
    List<String> wrong = new ArrayList<>();
    // A user without a name is for another scenario.
    if (!user.username().isBlank() && !PLAIN_NAME.matcher(user.username()).matches()) {
      wrong.add("user \"" + shown(user.username()) + "\"");
    }
    Set<String> seen = new HashSet<>();
    for (String group : user.groups()) {
      if (!PLAIN_NAME.matcher(group).matches()) {
        wrong.add("group \"" + shown(group) + "\"");
      } else if (!seen.add(group)) {
        wrong.add("group " + group + " twice");
      }
    }
    return wrong;
  }

  private static String quoted(ReviewAnswer.Accepted user) {
    return "status.user.username is \"" + shown(user.username()) + "\", or absent";
  }

  private static String shown(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
