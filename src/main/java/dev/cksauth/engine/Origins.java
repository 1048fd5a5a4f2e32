package dev.cksauth.engine;

import dev.cksauth.catalogue.Capability;
import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Scenario;
import dev.cksauth.catalogue.Step;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.WebhookSubject;
import java.util.List;
import java.util.Optional;

/** Where the credentials of scenarios will come from: {@link Credentials}, foretold. */
final class Origins {

  private static final String SERVICE_ACCOUNT = CredentialKind.SERVICE_ACCOUNT.word();

  private final Catalogue catalogue;
  private final Subject subject;
  private final boolean administrator;

  Origins(Catalogue catalogue, Subject subject, boolean administrator) {
    this.catalogue = catalogue;
    this.subject = subject;
    this.administrator = administrator;
  }

  /**
   * Where a credential will come from.
   *
   * @param label what it is called in the file, or how it is made
   * @param given the one of the file, where it is that
   * @param made whether the administrator makes it
   * @param missing why there is none
   */
  record Origin(String label, Optional<Credential> given, boolean made, Optional<String> missing) {

    private static Origin of(String label) {
      return new Origin(label, Optional.empty(), false, Optional.empty());
    }

    private static Origin missing(String why) {
      return new Origin("", Optional.empty(), false, Optional.of(why));
    }

    private Origin labelled(String other) {
      return new Origin(other, given, made, missing);
    }
  }

  /** The origin of what a step of a scenario presents; empty where it presents nothing. */
  Optional<Origin> of(Scenario scenario, String word) {
    if (word.equals(Names.NONE)) {
      return Optional.empty();
    }
    for (Step step : scenario.steps()) {
      if (step instanceof Step.Issue issue && issue.name().equals(word)) {
        return Optional.of(
            switch (issue.kind()) {
              case "console", "webhook" -> issued(issue.kind());
              default -> serviceAccount();
            });
      }
      if (step instanceof Step.Sign sign && sign.name().equals(word)) {
        return Optional.of(ofIssuer(sign.issuer(), Capability.GivenIssuer.SIGNING_KEYS));
      }
      if (step instanceof Step.LogIn login && login.name().equals(word)) {
        return Optional.of(
            login.issuer().isPresent()
                ? ofIssuer(login.issuer().get(), ActionName.ISSUE.word())
                : ofUser(login.user()));
      }
      if (step instanceof Step.Make make && make.name().equals(word)) {
        return Optional.of(Origin.of("a token that nobody issued"));
      }
      if (step instanceof Step.Forge forge && forge.name().equals(word)) {
        return of(scenario, forge.from())
            .map(parent -> parent.labelled(parent.label() + ", altered"));
      }
    }
    return Optional.of(usual(word));
  }

  private Origin usual(String word) {
    if (word.equals(Names.UNKNOWN)) {
      return Origin.of("a token that nobody issued");
    }
    if (word.equals(SERVICE_ACCOUNT) && administrator) {
      return serviceAccount();
    }
    if (word.equals(CredentialKind.OIDC.word())
        && Given.issuer(subject, Names.PRIMARY, List.of(Capability.GivenIssuer.SIGNING_KEYS))) {
      return ofIssuer(Names.PRIMARY, Capability.GivenIssuer.SIGNING_KEYS);
    }
    return given(word)
        .map(one ->
            Credentials.reissued(one) && issues(one.kind())
                ? Origin.of("issued for %s (%s)".formatted(one.name(), one.word()))
                : new Origin(label(one), Optional.of(one), false, Optional.empty()))
        .orElseGet(() -> Origin.missing(Lacking.credential(catalogue, word)));
  }

  private Origin ofIssuer(String name, String means) {
    return Given.issuer(subject, name, List.of(means))
        ? Origin.of("a token of issuer " + name)
        : Origin.missing("no issuer `%s` is given with `%s`".formatted(name, means));
  }

  private Origin ofUser(String name) {
    return Given.webhookUser(subject, name).isEmpty()
        ? Origin.missing(Given.noWebhookUser(name))
        : Origin.of("issued for %s (%s)".formatted(name, CredentialKind.WEBHOOK.word()));
  }

  private static String label(Credential credential) {
    return "%s (%s)".formatted(credential.name(), credential.word());
  }

  private Optional<Credential> given(String word) {
    return Given.find(subject, word);
  }

  private boolean issues(CredentialKind kind) {
    return switch (subject) {
      case ClusterSubject ignored when kind == CredentialKind.WEBHOOK ->
          Given.webhook(subject, Names.TOKEN, List.of(ActionName.ISSUE.word()));
      case ClusterSubject cluster -> cluster.actions().containsKey(ActionName.ISSUE);
      case WebhookSubject webhook -> webhook.actions().containsKey(ActionName.ISSUE);
    };
  }

  private Origin issued(String kind) {
    Optional<Credential> user = given(kind);
    if (user.isPresent() && !issues(user.get().kind())) {
      return Origin.missing("no action `issue` is named");
    }
    return user.map(one -> Origin.of("issued for %s (%s)".formatted(one.name(), kind)))
        .orElseGet(() -> Origin.missing("no credential of kind `%s` is given".formatted(kind)));
  }

  private Origin serviceAccount() {
    if (!administrator) {
      return Origin.missing("no administrator is given, who would make a ServiceAccount");
    }
    String otherwise = given(SERVICE_ACCOUNT).map(one -> ", else " + one.name()).orElse("");
    return new Origin(
        "made for the run (service-account)" + otherwise, Optional.empty(), true, Optional.empty());
  }
}
