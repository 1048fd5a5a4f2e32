package dev.cksauth.engine;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Right;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.Outcome;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Endpoint;
import dev.cksauth.subject.WebhookSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What the subject has: found out once, when first asked for. */
final class Capabilities {

  /** The probe that asks nobody: the subject's file tells. */
  static final String CKS_NAMES = "cks-names";

  /** The probe that looks at the form of a token that is given, and contacts nobody. */
  static final String JWT_TOKENS = "jwt-tokens";

  /** The probes that {@code capabilities.yaml} may name. */
  static final Set<String> PROBES =
      Set.of("anonymous", "audience-aware", CKS_NAMES, JWT_TOKENS, "tls", "token-review-v1beta1");

  private static final String PROBED = "probed";
  private static final int FORBIDDEN = 403;

  private final Session session;
  private final Map<String, Standing> settled = new ConcurrentHashMap<>();
  private final Map<Right, Boolean> rights = new HashMap<>();
  private final Set<String> notes = ConcurrentHashMap.newKeySet();

  Capabilities(Session session) {
    this.session = session;
  }

  /**
   * How a capability stands.
   *
   * @param how in words, such as {@code derived}
   */
  record Standing(boolean present, String how) {
    String words() {
      return (present ? "present" : "absent") + " (" + how + ")";
    }
  }

  /** Whether the subject has it; a feature that is broken rather than absent counts as present. */
  synchronized Standing of(String name) {
    Standing known = settled.get(name);
    if (known == null) {
      known = find(name);
      settled.put(name, known);
    }
    return known;
  }

  /** All that was asked for, by name, in words. Never waits for a probe: see Ctrl-C. */
  Map<String, String> words() {
    Map<String, String> words = new TreeMap<>();
    settled.forEach((name, standing) -> words.put(name, standing.words()));
    return words;
  }

  /** Where the file and the subject disagree. Never waits for a probe either. */
  Set<String> notes() {
    return new TreeSet<>(notes);
  }

  private Standing find(String name) {
    Capability capability = session.catalogue().capabilities().get(name);
    if (capability == null) {
      throw new IllegalArgumentException("no capability " + name);
    }
    Optional<Boolean> declared = Optional.ofNullable(session.subject().capabilities().get(name));
    if (declared.isPresent()) {
      if (!declared.get() && contradicted(capability)) {
        notes.add("capability " + name + " is declared absent, and yet a probe finds it");
      }
      return new Standing(declared.get(), "declared");
    }
    return switch (capability.origin()) {
      case Capability.Field(String pointer) ->
          new Standing(!session.subject().document().at(pointer).isMissingNode(), Lacking.DERIVED);
      case Capability.GivenCredential(String word, int users) ->
          new Standing(
              Given.find(session.subject(), word).isPresent()
                  && Given.users(session.subject(), word) >= users,
              Lacking.DERIVED);
      case Capability.GivenIssuer(String issuer, List<String> with) ->
          new Standing(Given.issuer(session.subject(), issuer, with), Lacking.DERIVED);
      case Capability.GivenWebhook(String webhook, List<String> with) ->
          new Standing(Given.webhook(session.subject(), webhook, with), Lacking.DERIVED);
      case Capability.AnyOf(List<String> names) -> anyOf(names);
      case Capability.Declared ignored -> new Standing(true, "not declared absent");
      case Capability.Rights(List<Right> needed) -> allowed(needed);
      case Capability.Probed(String probe) -> probe(probe);
    };
  }

  private boolean contradicted(Capability capability) {
    Optional<Standing> found =
        switch (capability.origin()) {
          case Capability.Probed(String probe) -> Optional.of(probe(probe));
          case Capability.Declared(Optional<String> probe) -> probe.map(this::probe);
          case Capability.Field ignored -> Optional.empty();
          case Capability.GivenCredential ignored -> Optional.empty();
          case Capability.GivenIssuer ignored -> Optional.empty();
          case Capability.GivenWebhook ignored -> Optional.empty();
          case Capability.AnyOf ignored -> Optional.empty();
          case Capability.Rights ignored -> Optional.empty();
        };
    return found
        .filter(standing -> standing.present() && standing.how().equals(PROBED))
        .isPresent();
  }

  /** Where none is there, those reasons that a subject's owner can do something about are told. */
  private Standing anyOf(List<String> names) {
    List<Standing> all = names.stream().map(this::of).toList();
    if (all.stream().anyMatch(Standing::present)) {
      return new Standing(true, Lacking.DERIVED);
    }
    List<String> reasons =
        all.stream()
            .map(Standing::how)
            .filter(how -> !how.equals(Lacking.DERIVED))
            .distinct()
            .toList();
    return new Standing(false, reasons.isEmpty() ? Lacking.DERIVED : String.join("; ", reasons));
  }

  private Standing allowed(List<Right> needed) {
    if (session.api().isEmpty()) {
      return new Standing(false, "no administrator is given");
    }
    try {
      List<String> missing = new ArrayList<>();
      for (Right right : needed) {
        if (!may(session.api().get(), right)) {
          missing.add(right.words());
        }
      }
      return missing.isEmpty()
          ? new Standing(true, "the administrator may")
          : new Standing(false, "the administrator may not " + String.join(", ", missing));
    } catch (UnknownFactsException unknown) {
      // Broken is not absent: its scenarios run, and say what is wrong.
      return new Standing(true, "could not be asked: " + unknown.reason());
    }
  }

  /** Several capabilities need the same right: it is asked for once. */
  private boolean may(ClusterApi api, Right right) throws UnknownFactsException {
    Boolean known = rights.get(right);
    if (known == null) {
      known = api.may(right);
      rights.put(right, known);
    }
    return known;
  }

  private Standing probe(String probe) {
    try {
      return switch (probe) {
        case "anonymous" -> anonymous();
        case CKS_NAMES -> new Standing(CksName.names(session.subject()), PROBED);
        case "tls" -> tls();
        case "audience-aware" -> Reviews.knowsAudiences(session);
        case JWT_TOKENS -> jwtTokens();
        case "token-review-v1beta1" -> Reviews.supportsV1beta1(session);
        default -> throw new IllegalArgumentException("no probe " + probe);
      };
    } catch (UnknownFactsException unknown) {
      // Broken is not absent: its scenarios run, and say what is wrong.
      return new Standing(true, "could not be asked: " + unknown.reason());
    }
  }

  private Standing tls() {
    boolean https =
        session.subject() instanceof WebhookSubject webhook
            && "https".equalsIgnoreCase(webhook.endpoint().url().getScheme());
    return new Standing(https, PROBED);
  }

  private Standing jwtTokens() throws UnknownFactsException {
    try {
      Presented valid = new Credentials(session).get("valid");
      boolean jwt = valid.token().flatMap(TokenClaims::read).isPresent();
      return new Standing(jwt, jwt ? PROBED : "the valid token is no JSON Web Token");
    } catch (NotTestedException none) {
      return new Standing(false, "no valid token is given");
    }
  }

  /** Absent only where a request without a credential is answered by a clean 401. */
  private Standing anonymous() {
    Optional<Target> unmanaged = session.endpoint(Endpoint.UNMANAGED);
    if (unmanaged.isEmpty()) {
      return new Standing(false, "no unmanaged endpoint is given");
    }
    Exchange exchange = session.prober().send(unmanaged.get(), ProbeRequest.get("/version"));
    return IdentityAnswer.read(exchange) instanceof IdentityAnswer.Refused
        ? new Standing(false, PROBED)
        : new Standing(true, served(exchange) ? PROBED : "could not be told");
  }

  /** Whether an anonymous request came through to what decides on rights, or further. */
  private static boolean served(Exchange exchange) {
    return exchange.outcome() instanceof Outcome.Answered answered
        && (answered.status() / 100 == 2 || answered.status() == FORBIDDEN);
  }
}
