package dev.cksauth.reference.topology;

import dev.cksauth.credential.PrivateFile;
import dev.cksauth.reference.webhook.User;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes the subject file of a sample webhook, and the files with its tokens. */
final class SampleSubject {
  private final Path directory;
  private final String name;
  private final SampleTokens tokens;

  SampleSubject(Path directory, String name, SampleTokens tokens) {
    this.directory = directory;
    this.name = name;
    this.tokens = tokens;
  }

  /**
   * Writes them.
   *
   * @param actions where each action is, by its name
   */
  Path write(URI url, Map<String, URI> actions, List<String> audiences) throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append(
        """
        # A sample webhook of one run. It goes with the directory that this file is in.
        apiVersion: cks-auth.dev/v1
        kind: Webhook
        metadata: {name: %s, vendor: cks-auth}
        endpoint:
          url: %s
          ca: ca.pem
        """
            .formatted(name, url));
    if (!audiences.isEmpty()) {
      yaml.append("  audiences: [\"%s\"]\n".formatted(String.join("\", \"", audiences)));
    }
    yaml.append("revocationWithin: 2s\ncredentials:\n");
    for (String user : new TreeSet<>(SampleTokens.USERS.keySet())) {
      valid(yaml, user, tokens.user(user));
    }
    for (Map.Entry<String, String> other : tokens.others().entrySet()) {
      other(yaml, other.getKey(), other.getValue());
    }
    yaml.append("actions:\n");
    new TreeMap<>(actions)
        .forEach((action, uri) -> yaml.append("  %s: {post: \"%s\"}\n".formatted(action, uri)));
    yaml.append("log: {file: %s.log}\n".formatted(name));
    return PrivateFile.write(directory.resolve(name + ".yaml"), yaml.toString());
  }

  private void valid(StringBuilder yaml, String credential, User user) throws IOException {
    token(credential, tokens.issue(credential));
    yaml.append(
        "  - {name: %s, kind: valid, token: {file: %s-%s.token}, expect: {username: %s, uid: %s, groups: [%s]}}\n"
            .formatted(
                credential,
                name,
                credential,
                user.username(),
                user.uid().orElseThrow(),
                String.join(", ", user.groups())));
  }

  private void other(StringBuilder yaml, String kind, String token) throws IOException {
    token(kind, token);
    String more =
        kind.equals("wrong-audience") ? ", audiences: [" + SampleJwts.OTHER_AUDIENCE + "]" : "";
    yaml.append(
        "  - {name: %s, kind: %s, token: {file: %s-%s.token}%s}\n"
            .formatted(kind, kind, name, kind, more));
  }

  private void token(String credential, String token) throws IOException {
    PrivateFile.write(directory.resolve("%s-%s.token".formatted(name, credential)), token + "\n");
  }
}
