package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.subject.Authorizer;
import dev.cksauth.subject.WebhookPart;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/** What one go through a scenario's steps gathers: it is thrown away before a second go. */
final class Go {

  private final Session session;
  private final Credentials credentials;
  private final Map<String, String> saved = new HashMap<>();
  private final Set<String> controlled = new HashSet<>();
  private final Set<String> actedOn = new HashSet<>();
  private final Map<String, IdentityAnswer.Named> established = new HashMap<>();
  private final Set<String> nameless = new TreeSet<>();

  private final Map<String, Observations> watched = new HashMap<>();
  private final Deque<Undo> disturbed = new ArrayDeque<>();
  private Optional<Duration> margin = Optional.empty();
  private final boolean again;

  /** Another one in each go: what one go asked is in caches for the next. */
  private final String once = UUID.randomUUID().toString().substring(0, 8);

  /** Takes back what a scenario did to an issuer or a webhook. */
  @FunctionalInterface
  interface Undo {
    void perform() throws NotTestedException, UnknownFactsException;
  }

  /**
   * A go that has gathered nothing yet.
   *
   * @param again whether an earlier one met a trouble that may have passed
   */
  Go(Session session, boolean again) {
    this.session = session;
    this.again = again;
    this.credentials = new Credentials(session);
  }

  Session session() {
    return session;
  }

  /** Whether no connection is used twice: a kept one may be the trouble of the go before. */
  boolean fresh() {
    return again;
  }

  Credentials credentials() {
    return credentials;
  }

  void save(String name, String value) {
    saved.put(name, value);
  }

  /** Notes that a control passed at an endpoint. */
  void controlPassed(String endpoint) {
    controlled.add(endpoint);
  }

  boolean controlPassedAt(String endpoint) {
    return controlled.contains(endpoint);
  }

  /** Notes whom a control found behind a credential at an endpoint. */
  void established(String endpoint, String credential, IdentityAnswer.Named user) {
    established.putIfAbsent(endpoint + " " + credential, user);
  }

  /** Whom a control found behind a credential at an endpoint. */
  Optional<IdentityAnswer.Named> established(String endpoint, String credential) {
    return Optional.ofNullable(established.get(endpoint + " " + credential));
  }

  /** Notes that something was done to a credential: its controls are not to be repeated. */
  void actedOn(String credential) {
    actedOn.add(credential);
  }

  boolean wasActedOn(String credential) {
    return actedOn.contains(credential);
  }

  /** Notes by how much clocks may differ at most from now on. */
  void bears(Duration skew) {
    margin = margin.filter(known -> known.compareTo(skew) <= 0).or(() -> Optional.of(skew));
  }

  /**
   * By how much the cluster's clock may differ from this machine's; empty where that is all one.
   */
  Optional<Duration> margin() {
    return margin;
  }

  /** Notes that an issuer or a webhook was disturbed, and what ends that. */
  void disturbed(Undo undo) {
    disturbed.add(undo);
  }

  /** Ends what this go did to issuers and webhooks, whatever became of it. */
  void undo() throws NotTestedException, UnknownFactsException {
    while (!disturbed.isEmpty()) {
      disturbed.removeLast().perform();
    }
  }

  /** Watches what webhooks are asked from now on. */
  void watch(Set<String> webhooks) throws NotTestedException, UnknownFactsException {
    for (String webhook : webhooks) {
      watched.put(webhook, Observations.begin(session, webhook));
    }
  }

  /** What a webhook was asked since the go began; empty where it is not watched. */
  Optional<Observations> watched(String webhook) {
    return Optional.ofNullable(watched.get(webhook));
  }

  /** The one webhook that is watched; that of tokens where none is, or several are. */
  String watchedWebhook() {
    return watched.size() == 1 ? watched.keySet().iterator().next() : Names.TOKEN;
  }

  /** Whether every call counts, so that none is to be made but by the scenario's own requests. */
  boolean watching() {
    return !watched.isEmpty();
  }

  /** A text with its names replaced. */
  String named(String text) {
    return Names.replace(text, this::value);
  }

  private Optional<String> value(String name) {
    if (saved.containsKey(name)) {
      return Optional.of(saved.get(name));
    }
    if (name.equals("run")) {
      return Optional.of(session.run());
    }
    if (name.equals("once")) {
      return Optional.of(once);
    }
    if (name.equals(Names.EXEMPT_USER)) {
      return Given.webhook(session.subject(), Names.CONDITIONAL_ACCESS)
          .flatMap(WebhookPart::authorizer)
          .flatMap(Authorizer::exemptUser);
    }
    if (name.equals("namespace")) {
      return credentials.namespace().or(() -> session.workspace().map(Workspace::namespace));
    }
    if (Names.isConfiguration(name)) {
      return new ConfigurationValues(session.subject()).text(name);
    }
    Optional<Presented> presented = credentials.seen(name);
    Optional<String> shown = presented.flatMap(Presented::shown);
    if (presented.isPresent() && shown.isEmpty()) {
      nameless.add(name);
    }
    return shown;
  }

  /** Credentials that a text names, and of which nobody has said whom they stand for. */
  Set<String> nameless() {
    return Set.copyOf(nameless);
  }
}
