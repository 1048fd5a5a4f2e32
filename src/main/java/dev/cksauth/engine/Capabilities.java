package dev.cksauth.engine;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Capability.Origin;
import dev.cksauth.probe.Exchange;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.ProbeRequest;
import dev.cksauth.probe.Target;
import dev.cksauth.subject.Endpoint;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** What the subject has: found out once, when first asked for. */
final class Capabilities {

  /** The probes that {@code capabilities.yaml} may name. */
  static final Set<String> PROBES =
      Set.of(
          "anonymous", "create-service-accounts", "create-token-reviews", "token-review-v1beta1");

  private final Session session;
  private final Map<String, Standing> settled = new ConcurrentHashMap<>();
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
          new Standing(!session.subject().document().at(pointer).isMissingNode(), "derived");
      case Capability.GivenCredential(String word) ->
          new Standing(
              session.subject().credentials().stream().anyMatch(c -> c.answersTo(word)), "derived");
      case Capability.AnyOf anyOf ->
          new Standing(anyOf.names().stream().anyMatch(one -> of(one).present()), "derived");
      case Capability.Declared() -> new Standing(true, "not declared absent");
      case Capability.Probed(String probe) -> probe(probe);
    };
  }

  private boolean contradicted(Capability capability) {
    Origin origin = capability.origin();
    return origin instanceof Capability.Probed(String probe)
        && probe(probe) instanceof Standing(boolean present, String how)
        && present
        && how.equals("probed");
  }

  private Standing probe(String probe) {
    try {
      return switch (probe) {
        case "anonymous" -> anonymous();
        case "create-service-accounts" ->
            allowed("serviceaccounts", "") && allowed("serviceaccounts", "token")
                ? new Standing(allowedNamespaces(), "probed")
                : new Standing(false, "probed");
        case "create-token-reviews" ->
            session.api().isEmpty()
                ? new Standing(false, "no administrator is given")
                : new Standing(
                    session.api().get().may("create", "authentication.k8s.io", "tokenreviews", ""),
                    "probed");
        case "token-review-v1beta1" -> Reviews.supportsV1beta1(session);
        default -> throw new IllegalArgumentException("no probe " + probe);
      };
    } catch (UnknownFactsException unknown) {
      // Broken is not absent: its scenarios run, and say what is wrong.
      return new Standing(true, "could not be asked: " + unknown.reason());
    }
  }

  private boolean allowed(String resource, String subresource) throws UnknownFactsException {
    return session.api().isPresent()
        && session.api().get().may("create", "", resource, subresource);
  }

  private boolean allowedNamespaces() throws UnknownFactsException {
    return allowed("namespaces", "");
  }

  /** Absent only where a request without a credential is answered by a clean 401. */
  private Standing anonymous() {
    Optional<Target> unmanaged = session.endpoint(Endpoint.UNMANAGED);
    if (unmanaged.isEmpty()) {
      return new Standing(false, "no unmanaged endpoint is given");
    }
    Exchange exchange = session.prober().send(unmanaged.get(), ProbeRequest.get("/version"));
    return IdentityAnswer.read(exchange) instanceof IdentityAnswer.Refused
        ? new Standing(false, "probed")
        : new Standing(true, "probed");
  }
}
