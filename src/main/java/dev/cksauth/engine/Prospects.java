package dev.cksauth.engine;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Right;
import dev.cksauth.subject.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How capabilities will stand, as far as a subject's file tells. */
final class Prospects {

  private final Catalogue catalogue;
  private final Subject subject;
  private final boolean administrator;

  /** Prospects; whether there is an administrator is the caller's to say. */
  Prospects(Catalogue catalogue, Subject subject, boolean administrator) {
    this.catalogue = catalogue;
    this.subject = subject;
    this.administrator = administrator;
  }

  /**
   * How a capability will stand.
   *
   * @param lacking why it surely is not there; empty where it is, or is asked for when run
   * @param asked the rights that decide on it, by the names of capabilities
   */
  record Prospect(Optional<Lacking> lacking, Map<String, List<Right>> asked) {
    static Prospect present() {
      return new Prospect(Optional.empty(), Map.of());
    }

    static Prospect none(Lacking why) {
      return new Prospect(Optional.of(why), Map.of());
    }
  }

  Prospect of(String name) {
    Capability capability = catalogue.capabilities().get(name);
    if (capability == null) {
      throw new IllegalArgumentException("no capability " + name);
    }
    if (subject.capabilities().containsKey(name)) {
      return given(
          Boolean.TRUE.equals(subject.capabilities().get(name)),
          Lacking.of(capability, true, "declared"));
    }
    Lacking otherwise = Lacking.of(capability, false, Lacking.DERIVED);
    return switch (capability.origin()) {
      case Capability.Field(String pointer) ->
          given(!subject.document().at(pointer).isMissingNode(), otherwise);
      case Capability.GivenCredential(String word, int users) ->
          given(
              Given.find(subject, word).isPresent() && Given.users(subject, word) >= users,
              otherwise);
      case Capability.GivenIssuer(String issuer, List<String> with) ->
          given(Given.issuer(subject, issuer, with), otherwise);
      case Capability.GivenWebhook(String webhook, List<String> with) ->
          given(Given.webhook(subject, webhook, with), otherwise);
      case Capability.AnyOf(List<String> names) -> anyOf(names, otherwise);
      case Capability.Rights(List<Right> rights) ->
          administrator
              ? new Prospect(Optional.empty(), Map.of(name, rights))
              : Prospect.none(Lacking.of(capability, false, "no administrator is given"));
      case Capability.Declared ignored -> Prospect.present();
      case Capability.Probed(String probe) ->
          given(
              !probe.equals(Capabilities.CKS_NAMES) || CksName.names(subject),
              Lacking.of(capability, false, "probed"));
    };
  }

  private static Prospect given(boolean present, Lacking otherwise) {
    return present ? Prospect.present() : Prospect.none(otherwise);
  }

  private Prospect anyOf(List<String> names, Lacking otherwise) {
    List<Prospect> possible = new ArrayList<>();
    for (String name : names) {
      Prospect one = of(name);
      if (one.lacking().isEmpty()) {
        possible.add(one);
      }
    }
    if (possible.isEmpty()) {
      return Prospect.none(otherwise);
    }
    return possible.stream().anyMatch(one -> one.asked().isEmpty())
        ? Prospect.present()
        : possible.getFirst();
  }

  /** How several will stand together; the first that is absent decides. */
  Prospect all(List<String> names) {
    Map<String, List<Right>> asked = new TreeMap<>();
    for (String name : names) {
      Prospect one = of(name);
      if (one.lacking().isPresent()) {
        return one;
      }
      asked.putAll(one.asked());
    }
    return new Prospect(Optional.empty(), asked);
  }
}
