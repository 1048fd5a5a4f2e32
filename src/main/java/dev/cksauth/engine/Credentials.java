package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import dev.cksauth.credential.CertificateForge;
import dev.cksauth.credential.IssuedCertificate;
import dev.cksauth.credential.Mutation;
import dev.cksauth.credential.NothingToChangeException;
import dev.cksauth.credential.TokenForge;
import dev.cksauth.credential.TokenForm;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.ClientCertificate;
import dev.cksauth.subject.ClusterSubject;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.CredentialState;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.OidcSettings;
import dev.cksauth.subject.Secret;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import dev.cksauth.subject.Signer;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The credentials of one go of one scenario: the same word is the same credential in all steps. */
final class Credentials {

  private static final String SERVICE_ACCOUNT = CredentialKind.SERVICE_ACCOUNT.word();
  private static final String CONSOLE = CredentialKind.CONSOLE.word();

  private final Session session;
  private final Map<String, Presented> used = new HashMap<>();
  private final Map<String, ServiceAccounts.Token> made = new HashMap<>();

  Credentials(Session session) {
    this.session = session;
  }

  /** A token that nobody has issued. */
  static String unknownToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  Presented get(String word) throws NotTestedException, UnknownFactsException {
    Presented known = used.get(word);
    if (known == null) {
      known = find(word);
      used.put(word, known);
    }
    return known;
  }

  Optional<Presented> seen(String word) {
    return Optional.ofNullable(used.get(word));
  }

  /** The namespace of the ServiceAccount in use. */
  Optional<String> namespace() {
    return used.values().stream().flatMap(p -> p.namespace().stream()).findFirst();
  }

  private Presented find(String word) throws NotTestedException, UnknownFactsException {
    if (word.equals(Names.NONE)) {
      return Presented.nothing();
    }
    if (word.equals(Names.UNKNOWN)) {
      SecretValue token = new SecretValue(unknownToken());
      session.redactor().add(token, "unknown token");
      return Presented.nothing().withToken(word, token);
    }
    if (word.equals(SERVICE_ACCOUNT)
        && session.capabilities().of("create-service-accounts").present()) {
      return serviceAccount(word, ServiceAccounts.Order.plain());
    }
    ConfigurationValues values = new ConfigurationValues(session.subject());
    Optional<Secret> ofApi = values.token(word);
    if (ofApi.isPresent()) {
      return Presented.nothing().withToken(word, resolved(word, ofApi.get()));
    }
    Optional<Credential> ofTarget = values.credential(word);
    if (ofTarget.isPresent()) {
      return present(ofTarget.get()).named(word);
    }
    Issuers issuers = new Issuers(session);
    if (word.equals(CredentialKind.OIDC.word()) && issuers.signs(Names.PRIMARY)) {
      return issuers.good(word, Names.PRIMARY);
    }
    Credential given = given(word);
    Optional<Actions> issuing = issuing(given);
    return issuing.isPresent() ? issued(word, given, issuing.get()) : present(given);
  }

  private SecretValue resolved(String word, Secret secret) throws UnknownFactsException {
    try {
      SecretValue value = session.secrets().resolve(secret);
      session.redactor().add(value, word + " token");
      return value;
    } catch (SecretUnavailable unavailable) {
      throw new UnknownFactsException(word + ": " + unavailable.getMessage());
    }
  }

  /** What makes another token of a credential's user; empty where it is used as it is given. */
  private Optional<Actions> issuing(Credential given) throws NotTestedException {
    if (!reissued(given)) {
      return Optional.empty();
    }
    boolean behind =
        given.kind() == CredentialKind.WEBHOOK && session.subject() instanceof ClusterSubject;
    if (behind) {
      return Given.webhook(session.subject(), Names.TOKEN, List.of(ActionName.ISSUE.word()))
          ? Optional.of(WebhookActs.actions(session, Names.TOKEN))
          : Optional.empty();
    }
    return session.actions().has(ActionName.ISSUE)
        ? Optional.of(session.actions())
        : Optional.empty();
  }

  /** Whether a new token of the same user does in the place of a credential. */
  static boolean reissued(Credential given) {
    return (given.kind() == CredentialKind.CONSOLE || given.kind() == CredentialKind.WEBHOOK)
        && given.kubeconfig().isEmpty()
        && given.state() == CredentialState.VALID;
  }

  private Credential given(String word) throws NotTestedException {
    return Given.find(session.subject(), word)
        .orElseThrow(() -> new NotTestedException(Lacking.credential(session.catalogue(), word)));
  }

  private Presented present(Credential credential) throws UnknownFactsException {
    Optional<SecretValue> token = Optional.empty();
    if (credential.token().isPresent()) {
      try {
        SecretValue value = session.secrets().resolve(credential.token().get());
        session.redactor().add(value, credential.word() + " token");
        session.spent().known(value, credential.name());
        token = Optional.of(value);
      } catch (SecretUnavailable unavailable) {
        throw new UnknownFactsException(
            "credential " + credential.name() + ": " + unavailable.getMessage());
      }
    }
    return new Presented(
        credential.word(),
        Optional.of(credential.kind()),
        token,
        credential.certificate(),
        credential.state() == CredentialState.VALID
            ? expected(credential, token)
            : Optional.empty(),
        Foreign.spendable(credential));
  }

  private static Optional<Expected> expected(Credential credential, Optional<SecretValue> token) {
    return credential.kind() == CredentialKind.SERVICE_ACCOUNT
        ? credential.expect().or(() -> token.flatMap(TokenClaims::serviceAccount))
        : credential.expect();
  }

  /** Has a credential made for this scenario alone. */
  void issue(Step.Issue step) throws NotTestedException, UnknownFactsException {
    String name = step.name();
    if (step.kind().equals(CONSOLE) || step.kind().equals(CredentialKind.WEBHOOK.word())) {
      Credential user = given(step.kind());
      Actions actions =
          issuing(user)
              .orElseThrow(
                  () -> new NotTestedException("the subject's file names no action `issue`"));
      used.put(name, issued(name, user, actions));
    } else {
      if (!session.capabilities().of("create-service-accounts").present()) {
        throw new NotTestedException("the administrator may not make ServiceAccounts");
      }
      Optional<ServiceAccounts.Token> sibling = Optional.empty();
      if (step.of().isPresent()) {
        var unused = get(step.of().get());
        sibling = Optional.of(made(step.of().get()));
      }
      used.put(
          name,
          serviceAccount(
              name,
              new ServiceAccounts.Order(step.audiences(), step.seconds(), step.bound(), sibling)));
    }
  }

  /** Makes a token of an issuer with its keys. */
  void sign(Step.Sign step, UnaryOperator<String> names)
      throws NotTestedException, UnknownFactsException {
    used.put(step.name(), new Issuers(session).sign(step, names));
  }

  /**
   * Has an issuer, or the webhook, let a user in.
   *
   * @return whether it did
   */
  boolean logIn(Step.LogIn step, UnaryOperator<String> names)
      throws NotTestedException, UnknownFactsException {
    return step.issuer().isPresent() ? logInAtIssuer(step, names) : logInAtWebhook(step, names);
  }

  private boolean logInAtWebhook(Step.LogIn step, UnaryOperator<String> names)
      throws NotTestedException, UnknownFactsException {
    String name = names.apply(step.user());
    Credential user =
        Given.webhookUser(session.subject(), name)
            .orElseThrow(() -> new NotTestedException(Given.noWebhookUser(name)));
    Optional<SecretValue> token =
        WebhookActs.actions(session, Names.TOKEN)
            .logIn(Map.of("kind", user.word(), "name", name, "login", names.apply(step.login())))
            .map(SecretValue::new);
    token.ifPresent(value -> used.put(step.name(), issued(step.name(), user, value)));
    return token.isPresent();
  }

  private boolean logInAtIssuer(Step.LogIn step, UnaryOperator<String> names)
      throws NotTestedException, UnknownFactsException {
    Issuers issuers = new Issuers(session);
    Optional<SecretValue> token = issuers.logIn(step, names);
    if (token.isEmpty()) {
      return false;
    }
    OidcSettings settings =
        issuers.named(names.apply(step.issuer().orElseThrow())).settings().orElseThrow();
    used.put(
        step.name(),
        new Presented(
            step.name(),
            Optional.of(CredentialKind.OIDC),
            token,
            Optional.empty(),
            TokenClaims.read(token.get()).flatMap(read -> OidcUser.of(settings, read.claims())),
            true));
    return true;
  }

  /** Makes a token that nobody issued, of a form that is known. */
  void make(String name, String form) {
    SecretValue made = new SecretValue(TokenForm.of(form).orElseThrow().make());
    session.redactor().add(made, form.replace('-', ' ') + " of nobody's");
    used.put(name, Presented.nothing().withToken(name, made));
  }

  /** Makes a bad credential of a good one. */
  void forge(String name, String mutation, String from)
      throws NotTestedException, UnknownFactsException {
    Presented parent = get(from);
    Mutation known = Mutation.of(mutation).orElseThrow();
    try {
      used.put(
          name,
          known.kind() == Mutation.Kind.CERTIFICATE
              ? forgedCertificate(name, parent)
              : forgedToken(name, known, parent));
    } catch (NothingToChangeException unchanged) {
      throw new NotTestedException(unchanged.why());
    } catch (IllegalArgumentException notForgeable) {
      throw new UnknownFactsException(
          "credential " + from + " cannot be forged: " + notForgeable.getMessage());
    }
  }

  private Presented forgedToken(String name, Mutation mutation, Presented parent)
      throws NotTestedException, UnknownFactsException {
    String token =
        parent.token().orElseThrow(() -> new IllegalArgumentException("no token")).reveal();
    TokenForge forge = new TokenForge();
    SecretValue forged =
        new SecretValue(
            switch (mutation.kind()) {
              case SIGNED -> forge.forge(mutation, token, signer().key());
              case PUBLIC_KEY ->
                  forge.forge(
                      mutation,
                      token,
                      new Issuers(session).verifying(parent.token().orElseThrow()));
              default -> forge.forge(mutation, token);
            });
    session.redactor().add(forged, "forged " + parent.word() + " token");
    session.spent().derived(forged, parent.token().orElseThrow());
    return parent.withToken(name, forged);
  }

  private Signer signer() throws NotTestedException {
    return (session.subject() instanceof ClusterSubject cluster
            ? cluster.serviceAccountSigner()
            : Optional.<Signer>empty())
        .orElseThrow(
            () -> new NotTestedException("the subject's file names no `serviceAccountSigner`"));
  }

  private static Presented forgedCertificate(String name, Presented parent) {
    ClientCertificate good =
        parent
            .certificate()
            .orElseThrow(() -> new IllegalArgumentException("it has no certificate"));
    IssuedCertificate forged = new CertificateForge().byForeignAuthority(good.chain().getFirst());
    return new Presented(
        name,
        parent.kind(),
        Optional.empty(),
        Optional.of(
            new ClientCertificate("forged", List.of(forged.certificate()), forged.privateKey())),
        parent.expected(),
        parent.own());
  }

  /** The token that the administrator had made under a name. */
  ServiceAccounts.Token made(String word) throws NotTestedException {
    return Optional.ofNullable(made.get(word))
        .orElseThrow(() -> new NotTestedException("no administrator made the credential " + word));
  }

  private Presented serviceAccount(String word, ServiceAccounts.Order order)
      throws NotTestedException, UnknownFactsException {
    Optional<Workspace> workspace = session.workspace();
    if (workspace.isEmpty()) {
      throw new NotTestedException("no administrator is given, who would make a ServiceAccount");
    }
    ServiceAccounts.Token token = workspace.get().serviceAccounts().token(order);
    made.put(word, token);
    SecretValue value = new SecretValue(token.value());
    session.redactor().add(value, "service-account token");
    String namespace = workspace.get().namespace();
    return new Presented(
        word,
        Optional.of(CredentialKind.SERVICE_ACCOUNT),
        Optional.of(value),
        Optional.empty(),
        Optional.of(
            new Expected(
                "system:serviceaccount:" + namespace + ":" + token.serviceAccount(),
                Optional.of(
                    Set.of(
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + namespace,
                        "system:authenticated")),
                Optional.empty(),
                Map.of())),
        true);
  }

  /** A fresh token for the user of a credential that is given. */
  private Presented issued(String word, Credential user, Actions actions)
      throws NotTestedException, UnknownFactsException {
    return issued(word, user, new SecretValue(actions.issue(user.word(), user.name())));
  }

  private Presented issued(String word, Credential user, SecretValue token) {
    session.redactor().add(token, user.word() + " token");
    session.spent().known(token, "tokens issued for " + user.name());
    return new Presented(
        word, Optional.of(user.kind()), Optional.of(token), Optional.empty(), user.expect(), true);
  }
}
