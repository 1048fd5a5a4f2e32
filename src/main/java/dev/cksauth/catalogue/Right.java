package dev.cksauth.catalogue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that somebody may do in every namespace of a cluster.
 *
 * @param subresource empty: the resource itself
 * @param group the API group; empty: the core one
 */
public record Right(String verb, String resource, String subresource, String group)
    implements Comparable<Right> {

  private static final Pattern FORM =
      Pattern.compile("([a-z]+) ([a-z][a-z0-9]*)(?:/([a-z]+))?(?:\\.([a-z0-9][a-z0-9.-]*))?");

  /** Reads {@code verb resource[/subresource][.group]}, which the schema has checked. */
  static Right of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no right: " + text);
    }
    return new Right(matcher.group(1), matcher.group(2), orEmpty(matcher, 3), orEmpty(matcher, 4));
  }

  private static String orEmpty(Matcher matcher, int group) {
    return matcher.start(group) < 0 ? "" : matcher.group(group);
  }

  /** The resource as RBAC rules name it. */
  public String target() {
    return subresource.isEmpty() ? resource : resource + "/" + subresource;
  }

  /** As the catalogue writes it. */
  public String words() {
    return verb + " " + target() + (group.isEmpty() ? "" : "." + group);
  }

  @Override
  public int compareTo(Right other) {
    return words().compareTo(other.words());
  }
}
