package dev.cksauth.engine;

import dev.cksauth.probe.Pseudonyms;
import dev.cksauth.probe.Pseudonyms.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds in texts what names a user, a group, a host or another thing: by the member that it is the
 * value of, and by its form.
 */
final class NameFinder {
  /**
   * What Kubernetes itself calls somebody says nothing of anybody; nor does this machine's own
   * address.
   */
  private static final Set<String> PUBLIC =
      Set.of("localhost", "127.0.0.1", "::1", "0.0.0.0", "kube-system", "default", "kubernetes");

  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";
  private static final String SERVICE_ACCOUNTS = "system:serviceaccounts:";

  private record Rule(Kind kind, Pattern pattern) {}

  private static final List<Rule> RULES =
      List.of(
          member(
              Kind.USER,
              "username|user|impersonate-user|x-remote-user|preferred_username|email|sub|nickname"),
          member(Kind.ID, "uid|impersonate-uid|jti|sid|oid|audit-id|x-request-id|clusterId|orgId"),
          member(Kind.NAMESPACE, "namespace"),
          member(
              Kind.NAME,
              "authentication\\.kubernetes\\.io/(?:pod|node)-name|nodeName|podName|hostname"),
          rule(
              Kind.NAME,
              "\\\\*\"(?:metadata|details)\\\\*\"\\s*:\\s*\\{[^{}]*?\\\\*\"name\\\\*\"\\s*:\\s*\\\\*\"([^\"\\\\]+)"),
          // Of a Status: users "alice" is forbidden: User "bob" cannot impersonate resource …
          rule(Kind.USER, "\\b[Uu]sers? \\\\*\"([^\"\\\\]+)\\\\*\""),
          rule(Kind.GROUP, "\\b[Gg]roups? \\\\*\"([^\"\\\\]+)\\\\*\""),
          rule(Kind.NAMESPACE, "\\bnamespaces? \\\\*\"([^\"\\\\]+)\\\\*\""),
          rule(Kind.USER, "\\b(?:as|names) (?:the )?user ([^\\s,;\"]+)"),
          rule(Kind.USER, "/(?:home|Users)/([^/\\s\"\\\\]+)"),
          rule(Kind.USER, "([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)"),
          rule(Kind.NAMESPACE, "\\b(cks-auth-[0-9a-f]{8})\\b"),
          rule(
              Kind.HOST,
              "\\b[a-z][a-z0-9+.-]*://(?:[^@/\\s\"\\\\]*@)?(\\[[0-9a-fA-F:]+\\]|[A-Za-z0-9._-]+)"),
          rule(Kind.HOST, "(?<![\\w.])((?:[0-9]{1,3}\\.){3}[0-9]{1,3})(?![\\w.])"),
          rule(Kind.ID, "\\b([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})\\b"));

  private static final Pattern GROUPS =
      Pattern.compile(
          "\\\\*\"(?:groups|impersonate-group|x-remote-group)\\\\*\"\\s*:\\s*\\[([^\\]]*)\\]",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ITEM = Pattern.compile("\"([^\"\\\\]+)\\\\*\"");

  private final Pseudonyms names;

  NameFinder(Pseudonyms names) {
    this.names = names;
  }

  /** A member of JSON, once escaped or not, or a header, whose value is a text. */
  private static Rule member(Kind kind, String keys) {
    return rule(kind, "(?i:\\\\*\"(?:" + keys + ")\\\\*\")\\s*:\\s*\\[?\\s*\\\\*\"([^\"\\\\]+)");
  }

  private static Rule rule(Kind kind, String pattern) {
    return new Rule(kind, Pattern.compile(pattern));
  }

  /** Has all that a text names replaced from now on. */
  void look(String text) {
    for (Rule rule : RULES) {
      Matcher found = rule.pattern().matcher(text);
      while (found.find()) {
        add(rule.kind(), found.group(1));
      }
    }
    Matcher groups = GROUPS.matcher(text);
    while (groups.find()) {
      Matcher item = ITEM.matcher(groups.group(1));
      while (item.find()) {
        add(Kind.GROUP, item.group(1));
      }
    }
  }

  /**
   * Has one name replaced from now on; of a name that Kubernetes made, what is not Kubernetes' own.
   */
  void add(Kind kind, String name) {
    if (name.startsWith(SERVICE_ACCOUNT)) {
      String[] parts = name.split(":", 4);
      add(Kind.NAMESPACE, parts[2]);
      if (parts.length == 4) {
        add(Kind.NAME, parts[3]);
      }
    } else if (name.startsWith(SERVICE_ACCOUNTS)) {
      add(Kind.NAMESPACE, name.substring(SERVICE_ACCOUNTS.length()));
    } else if (!name.startsWith("system:") && !isPublic(name)) {
      names.add(kind, kind == Kind.HOST ? name.replaceAll("[\\[\\]]", "") : name);
    }
  }

  private static boolean isPublic(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // What was redacted stands under another name already.
    return PUBLIC.contains(lower) || lower.endsWith("k8s.io") || name.startsWith("<");
  }
}
