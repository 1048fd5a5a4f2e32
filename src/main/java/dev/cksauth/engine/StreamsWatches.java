package dev.cksauth.engine;

import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.Failure;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.RawConnection;
import dev.cksauth.probe.RawText;
import dev.cksauth.subject.SecretValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** An event of a watch reaches its watcher while the watch goes on. */
final class StreamsWatches implements Check {

  /** A watch is for things that happen now; an unhindered event takes milliseconds. */
  private static final Duration PROMPT = Duration.ofSeconds(5);

  /** Well above, so that a watch that is held back until its end comes too late. */
  private static final Duration WATCH = Duration.ofSeconds(60);

  private static final int FORBIDDEN = 403;

  @Override
  public Finding look(Go go, JsonNode with) throws NotTestedException, UnknownFactsException {
    KnownSender sender = KnownSender.of(go, with);
    Workspace workspace =
        go.session()
            .workspace()
            .orElseThrow(() ->
                new NotTestedException(
                    "no administrator is given, who would make what is watched for"));
    workspace.ready();
    String path = "/api/v1/namespaces/" + workspace.namespace() + "/configmaps";
    String version = resourceVersion(go, list(sender, path));
    try (RawConnection connection =
        go.session().prober().connect(sender.target(), sender.presented().certificate())) {
      connection.send(
          get(
              sender,
              "%s?watch=1&resourceVersion=%s&timeoutSeconds=%d"
                  .formatted(path, version, WATCH.toSeconds())));
      // An event since the version is told whether or not the watch is open already.
      String made = workspace.configMap();
      Exchange watch = connection.answer(text -> text.contains(made), go.session().patient(PROMPT));
      return new Finding(judge(sender, path, made, watch), Optional.of(watch));
    }
  }

  private static ProbeRequest get(KnownSender sender, String path) {
    String token = sender.presented().token().map(SecretValue::reveal).orElse("");
    return ProbeRequest.raw(
        new RawText(
            "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: application/json\r\n"
                    .formatted(path, sender.target().authority())
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n")
                + "\r\n"));
  }

  private static Exchange list(KnownSender sender, String path) {
    return sender.go().session().prober().send(sender.target(), get(sender, path));
  }

  /** Where a watch starts; the list is also the control that the user may read here. */
  private static String resourceVersion(Go go, Exchange list)
      throws NotTestedException, UnknownFactsException {
    if (list.outcome() instanceof Outcome.Answered answered) {
      if (answered.status() == FORBIDDEN) {
        throw new NotTestedException(
            "the user of the credential may not read ConfigMaps in the suite's namespace");
      }
      String version =
          new AnswerJudge(go::named).parsed(answered).at("/metadata/resourceVersion").asString("");
      if (answered.status() == 200 && !version.isEmpty()) {
        return version;
      }
    }
    throw new UnknownFactsException(
        "the control failed (the user lists ConfigMaps): " + words(list), Passing.is(list));
  }

  private static String words(Exchange exchange) {
    return switch (exchange.outcome()) {
      case Outcome.Answered answered -> "HTTP " + answered.status();
      case Outcome.Failed failed -> failed.words();
    };
  }

  private static Judged judge(KnownSender sender, String path, String made, Exchange watch)
      throws NotTestedException, UnknownFactsException {
    String expected = "an event within %d s, while the watch goes on".formatted(PROMPT.toSeconds());
    if (watch.outcome() instanceof Outcome.Answered answered) {
      if (answered.status() == FORBIDDEN) {
        throw new NotTestedException("the user of the credential may not watch ConfigMaps");
      }
      if (answered.status() != 200) {
        throw new UnknownFactsException("the watch: " + words(watch), Passing.is(watch));
      }
      if (text(answered).contains(made)) {
        return Judged.met(expected, "the event came while the watch went on");
      }
    } else if (watch.outcome() instanceof Outcome.Failed failed
        && failed.kind() != Failure.TIMEOUT) {
      throw new UnknownFactsException("the watch: " + failed.words(), Passing.is(watch));
    }
    // Late is only what was there in time.
    if (!(list(sender, path).outcome() instanceof Outcome.Answered listed)
        || !text(listed).contains(made)) {
      throw new UnknownFactsException("what was made is not in the list either");
    }
    return Judged.unmet(expected, "no event in this time, though what it tells of is in the list");
  }

  private static String text(Outcome.Answered answered) {
    return new String(answered.body(), StandardCharsets.UTF_8);
  }
}
