package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.credential.Mutation;
import dev.cksauth.credential.TokenForge;
import dev.cksauth.subject.ActionName;
import dev.cksauth.subject.Credential;
import dev.cksauth.subject.CredentialKind;
import dev.cksauth.subject.CredentialState;
import dev.cksauth.subject.Expected;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.SecretValue;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The credentials of one go of one scenario: the same word is the same credential in all steps. */
final class Credentials {

  private static final String SERVICE_ACCOUNT = CredentialKind.SERVICE_ACCOUNT.word();
  private static final String CONSOLE = CredentialKind.CONSOLE.word();

  private final Session session;
  private final Map<String, Presented> used = new HashMap<>();

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
      return serviceAccount(word, List.of(), Optional.empty());
    }
    if (word.equals(CONSOLE) && session.actions().has(ActionName.ISSUE)) {
      return console(word);
    }
    return present(given(word));
  }

  private Credential given(String word) throws NotTestedException {
    return session.subject().credentials().stream()
        .filter(credential -> credential.word().equals(word))
        .findFirst()
        .orElseThrow(() ->
            new NotTestedException(
                "no credential of kind `" + word + "` is given in the subject's file"));
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
  void issue(String name, String kind, List<String> audiences, Optional<Integer> seconds)
      throws NotTestedException, UnknownFactsException {
    if (kind.equals(CONSOLE)) {
      if (!session.actions().has(ActionName.ISSUE)) {
        throw new NotTestedException("the subject's file names no action `issue`");
      }
      used.put(name, console(name));
    } else {
      if (!session.capabilities().of("create-service-accounts").present()) {
        throw new NotTestedException("the administrator may not make ServiceAccounts");
      }
      used.put(name, serviceAccount(name, audiences, seconds));
    }
  }

  /** Makes a bad credential of a good one. */
  void forge(String name, String mutation, String from)
      throws NotTestedException, UnknownFactsException {
    Presented parent = get(from);
    Optional<Mutation> known = Mutation.of(mutation);
    if (parent.token().isEmpty() || known.isEmpty()) {
      throw new UnknownFactsException("nothing can be forged of credential " + from);
    }
    try {
      SecretValue forged =
          new SecretValue(new TokenForge().forge(known.get(), parent.token().get().reveal()));
      session.redactor().add(forged, "forged " + parent.word() + " token");
      session.spent().derived(forged, parent.token().get());
      used.put(name, parent.withToken(name, forged));
    } catch (IllegalArgumentException notForgeable) {
      throw new UnknownFactsException(
          "credential " + from + " cannot be forged: " + notForgeable.getMessage());
    }
  }

  private Presented serviceAccount(String word, List<String> audiences, Optional<Integer> seconds)
      throws NotTestedException, UnknownFactsException {
    Optional<Workspace> workspace = session.workspace();
    if (workspace.isEmpty()) {
      throw new NotTestedException("no administrator is given, who would make a ServiceAccount");
    }
    Workspace.Token token = workspace.get().serviceAccountToken(audiences, seconds);
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

  /** A fresh token for the user of the first console credential that is given. */
  private Presented console(String word) throws NotTestedException, UnknownFactsException {
    Credential user = given(CONSOLE);
    SecretValue token = new SecretValue(session.actions().issue(CONSOLE, user.name()));
    session.redactor().add(token, "console token");
    session.spent().known(token, "tokens issued for " + user.name());
    return new Presented(
        word,
        Optional.of(CredentialKind.CONSOLE),
        Optional.of(token),
        Optional.empty(),
        user.expect(),
        true);
  }
}
