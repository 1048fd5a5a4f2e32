package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.WebhookPart;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What scenarios do to the webhooks of a test cluster: it is taken back at the end, whatever became
 * of the scenario. A fault with a credential is about the reviews of its token alone, so that
 * scenarios need not wait for each other.
 */
final class WebhookActs {
  private static final String TOKEN = "token";

  private final Go go;

  WebhookActs(Go go) {
    this.go = go;
  }

  void perform(Step.Act step) throws NotTestedException, UnknownFactsException {
    Actions actions = actions(go.session(), go.named(step.webhook().orElseThrow()));
    ActionName action = ActionName.of(step.action());
    Map<String, String> facts = new HashMap<>();
    if (step.credential().isPresent()) {
      Presented presented = go.credentials().get(step.credential().get());
      facts.put("name", presented.word());
      presented.token().map(SecretValue::reveal).ifPresent(token -> facts.put(TOKEN, token));
      go.actedOn(step.credential().get());
    }
    step.user()
        .map(go::named)
        .ifPresent(user -> {
          facts.put("name", user);
          facts.put("user", user); // of an access; beside a token, `name` is the credential's
        });
    step.group().ifPresent(group -> facts.put("group", go.named(group)));
    step.device().ifPresent(device -> facts.put("device", go.named(device)));
    step.fault().ifPresent(fault -> facts.put("fault", go.named(fault)));
    step.answer()
        .ifPresent(
            answer -> facts.put("answer", go.named(new JsonMapper().writeValueAsString(answer))));
    step.times().ifPresent(times -> facts.put("times", Integer.toString(times)));
    Map<String, String> same = Map.copyOf(facts);
    Optional<ActionName> end = end(step, action);
    end.ifPresent(name ->
        go.disturbed(() -> {
          String unused = actions.perform(name, same);
        }));
    String unused = actions.perform(action, facts);
  }

  /** Whoever was put into a group was not in it before. */
  private static Optional<ActionName> end(Step.Act step, ActionName action) {
    return action == ActionName.ENABLE && step.group().isPresent()
        ? Optional.of(ActionName.DISABLE)
        : IssuerActs.end(action);
  }

  /** The actions of a webhook. */
  static Actions actions(Session session, String webhook) throws NotTestedException {
    WebhookPart part =
        Given.webhook(session.subject(), webhook)
            .orElseThrow(() ->
                new NotTestedException("the subject's file gives no webhook `" + webhook + "`"));
    return new Actions(session.prober(), part.actions());
  }
}
