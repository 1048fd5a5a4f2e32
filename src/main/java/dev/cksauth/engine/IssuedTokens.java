package dev.cksauth.engine;

import dev.cksauth.probe.Prober;
import dev.cksauth.probe.ProberOptions;
import dev.cksauth.probe.Redactor;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.WebhookSubject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** New tokens that a webhook accepts, by the action {@code issue} of its file. */
public final class IssuedTokens {
  private static final String VALID = "valid";

  private IssuedTokens() {}

  /** Whether the file says how to get one. */
  public static boolean canBeHad(WebhookSubject webhook) {
    return webhook.actions().containsKey(ActionName.ISSUE) && !users(webhook).isEmpty();
  }

  /**
   * So many, of the users of the file's valid credentials in turn. They are asked for one by one.
   *
   * @throws IOException when the action is not done, says nothing that is a token, or says the same
   *     one twice
   */
  public static List<SecretValue> of(WebhookSubject webhook, int count) throws IOException {
    try (Prober prober = new Prober(new Redactor(), ProberOptions.defaults())) {
      Actions actions = new Actions(prober, webhook.actions());
      List<SecretValue> tokens = issued(actions, users(webhook), count);
      if (tokens.stream().map(SecretValue::reveal).distinct().count() < count) {
        throw new IOException("the action `issue` gives the same token again");
      }
      return tokens;
    } catch (NotTestedException | UnknownFactsException failed) {
      throw new IOException(failed.getMessage(), failed);
    }
  }

  /** So many, of these users in turn. */
  static List<SecretValue> issued(Actions actions, List<Credential> users, int count)
      throws NotTestedException, UnknownFactsException {
    List<SecretValue> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Credential user = users.get(i % users.size());
      tokens.add(new SecretValue(actions.issue(user.word(), user.name())));
    }
    return tokens;
  }

  /** Whose tokens can be asked for. */
  static List<Credential> users(WebhookSubject webhook) {
    return webhook.credentials().stream().filter(each -> each.word().equals(VALID)).toList();
  }
}
