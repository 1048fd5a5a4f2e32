package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/**
 * Users who come by tokens that nobody has seen while the cluster's webhook is restarted are all
 * let in, and as nobody else. An API server tries no second time where nobody listens (contract
 * A-42), so some are refused at first: their clients, like this one, come again.
 */
final class RestartedUnderLoad implements Check {
  private static final int USERS = 24;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final double MILLIS = 1000.0;

  /**
   * What became of one user.
   *
   * @param named whom the last answer named; empty: nobody
   * @param refusals how often before that nobody was let in
   */
  private record Came(Optional<String> named, int refusals, Duration after, Exchange last) {}

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    String word = with.path("as").asString();
    Target target = go.session().required(with.path("endpoint").asString());
    Credential given =
        Given.find(go.session().subject(), word)
            .orElseThrow(
                () -> new NotTestedException(Lacking.credential(go.session().catalogue(), word)));
    Presented first = go.credentials().get(word);
    Actions actions = WebhookActs.actions(go.session(), Names.TOKEN);
    List<SecretValue> tokens = IssuedTokens.issued(actions, List.of(given), USERS);
    tokens.forEach(token -> go.session().redactor().add(token, word + " token"));
    String user =
        named(send(go, target, first.token().orElseThrow()))
            .orElseThrow(() -> new UnknownFactsException("the user is refused before all this"));
    List<String> troubles = new CopyOnWriteArrayList<>();
    List<Came> all =
        AtOnce.run(
            USERS + 1,
            i -> {
              try {
                if (i == USERS / 2) {
                  String unused = actions.perform(ActionName.RESTART, Map.of());
                  return List.of();
                }
                return List.of(comes(go, target, tokens.get(i < USERS / 2 ? i : i - 1)));
              } catch (NotTestedException | UnknownFactsException failed) {
                troubles.add(String.valueOf(failed.getMessage()));
                return List.of();
              }
            });
    if (!troubles.isEmpty()) {
      throw new UnknownFactsException(troubles.getFirst());
    }
    return finding(user, all);
  }

  private static Came comes(Go go, Target target, SecretValue token)
      throws NotTestedException, UnknownFactsException {
    long begin = System.nanoTime();
    int[] refusals = {-1};
    Exchange last =
        Waiting.until(
            go.session().patient(PATIENCE),
            () -> {
              refusals[0]++;
              return send(go, target, token);
            },
            exchange -> named(exchange).isPresent());
    return new Came(named(last), refusals[0], Duration.ofNanos(System.nanoTime() - begin), last);
  }

  private static Exchange send(Go go, Target target, SecretValue token) {
    return go.session()
        .prober()
        .send(
            target,
            ProbeRequest.postJson(
                    RequestRunner.SELF_SUBJECT_REVIEWS, RequestRunner.SELF_SUBJECT_REVIEW)
                .withBearer(token.reveal()));
  }

  private static Optional<String> named(Exchange exchange) {
    return IdentityAnswer.read(exchange) instanceof IdentityAnswer.Named named
        ? Optional.of(named.username())
        : Optional.empty();
  }

  private static Finding finding(String user, List<Came> all) {
    List<Came> wrong = all.stream().filter(one -> !one.named().equals(Optional.of(user))).toList();
    long refused = all.stream().filter(one -> one.refusals() > 0).count();
    Duration longest = all.stream().map(Came::after).max(Duration::compareTo).orElse(Duration.ZERO);
    String actual =
        wrong.isEmpty()
            ? String.format(
                Locale.ROOT,
                "all %d were let in, %d of them not at first; the last after %.1f s",
                all.size(),
                refused,
                longest.toMillis() / MILLIS)
            : "%d of %d were not: %s"
                .formatted(
                    wrong.size(),
                    all.size(),
                    wrong.getFirst().named().map(other -> "taken for " + other).orElse("refused"));
    return new Finding(
        Judged.of(wrong.isEmpty(), "all %d are let in as %s".formatted(all.size(), user), actual),
        Optional.of(wrong.isEmpty() ? all.getLast().last() : wrong.getFirst().last()));
  }
}
