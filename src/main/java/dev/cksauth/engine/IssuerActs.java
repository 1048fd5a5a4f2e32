package dev.cksauth.engine;

import dev.cksauth.catalogue.Step;
import dev.cksauth.subject.ActionName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What scenarios do to issuers: it is taken back at the end, whatever became of the scenario. */
final class IssuerActs {
  private final Go go;

  IssuerActs(Go go) {
    this.go = go;
  }

  void perform(Step.Act step) throws NotTestedException, UnknownFactsException {
    String issuer = go.named(step.issuer().orElseThrow());
    ActionName action = ActionName.of(step.action());
    Map<String, String> facts = new HashMap<>();
    step.fault().ifPresent(fault -> facts.put("fault", go.named(fault)));
    step.user().ifPresent(user -> facts.put("name", go.named(user)));
    Issuers issuers = new Issuers(go.session());
    Map<String, String> same = Map.copyOf(facts);
    end(action).ifPresent(end -> go.disturbed(() -> issuers.act(issuer, end, same)));
    issuers.act(issuer, action, facts);
  }

  /** What ends what an action began. */
  static Optional<ActionName> end(ActionName action) {
    return switch (action) {
      case FAULT -> Optional.of(ActionName.HEAL);
      case STOP -> Optional.of(ActionName.START);
      case DISABLE -> Optional.of(ActionName.ENABLE);
      case ISSUE, REVOKE, ENABLE, START, RESTART, ROTATE_CERTIFICATE, ROTATE_KEYS, HEAL, REACH ->
          Optional.empty();
    };
  }
}
