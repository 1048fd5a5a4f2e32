package dev.cksauth.reference.webhook;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' static token file: {@code token,user,uid} and optionally {@code "group1,group2"}, a
 * line each; a line that begins with # is a comment.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">Static
 *     token file</a>
 */
final class TokenFile {
  private TokenFile() {}

  /**
   * Reads the file's text.
   *
   * @return users by token
   * @throws IOException when a line is none of this form, with its number and without its contents
   */
  static Map<String, User> read(String text) throws IOException {
    Map<String, User> users = new HashMap<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> fields = fields(line, i + 1);
      boolean complete = fields.size() >= 3 && !fields.get(0).isEmpty() && !fields.get(1).isEmpty();
      if (!complete) {
        throw new IOException("line " + (i + 1) + ": must be token,user,uid or with \"groups\"");
      }
      if (users.put(fields.getFirst(), user(fields)) != null) {
        throw new IOException("line " + (i + 1) + ": the token stands in an earlier line too");
      }
    }
    return users;
  }

  private static User user(List<String> fields) {
    List<String> groups =
        fields.size() < 4
            ? List.of()
            : java.util.Arrays.stream(fields.get(3).split(","))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .distinct()
                .toList();
    Optional<String> uid = Optional.of(fields.get(2)).filter(id -> !id.isEmpty());
    return new User(fields.get(1), uid, groups, Map.of());
  }

  /** One line of CSV (RFC 4180): a field in quotes may hold commas, and quotes that are doubled. */
  private static List<String> fields(String line, int number) throws IOException {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char letter = line.charAt(i);
      if (letter == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
        field.append('"');
        i++;
      } else if (letter == '"') {
        quoted = !quoted;
      } else if (letter == ',' && !quoted) {
        fields.add(field.toString().strip());
        field.setLength(0);
      } else {
        field.append(letter);
      }
    }
    if (quoted) {
      throw new IOException("line " + number + ": a quote is not closed");
    }
    fields.add(field.toString().strip());
    return fields;
  }
}
