package dev.cksauth.mutant;

import dev.cksauth.reference.topology.OpenLogins.Fault;
import dev.cksauth.reference.webhook.AttemptLimits;
import dev.cksauth.reference.webhook.Decision;
import dev.cksauth.reference.webhook.User;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Webhooks whose users log in, each with one fault that a story tells. */
final class LoginMutants {
  private static final int SLIGHTLY = 2;
  private static final int DAY = 2880;

  private LoginMutants() {}

  /**
   * A webhook with a fault.
   *
   * @param killer the scenario that is named for it: without a case, any of its cases
   */
  record LoginMutant(String name, String killer, Fault fault) {
    KillMatrix.Row row() {
      return new KillMatrix.Row(name, Part.WEBHOOK.toString(), killer);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<LoginMutant> all() {
    return Stream.of(logins(), limits(), stories(), outages()).flatMap(each -> each);
  }

  private static LoginMutant mutant(String name, String story, Fault fault) {
    return new LoginMutant(name, "integration/story/" + story, fault);
  }

  private static LoginMutant taking(String name, String login, TakenLogins.Taking taking) {
    return mutant(name, "login-is-refused#" + login, new TakenLogins(taking));
  }

  private static Stream<LoginMutant> logins() {
    return Stream.of(
        taking(
            "asks for a code and does without one",
            "without-code",
            login -> login.rightPassword() && login.request().code().isEmpty()),
        taking(
            "takes the code for the password too",
            "wrong-password",
            login -> !login.rightPassword() && login.shown(login.own(), SLIGHTLY)),
        taking(
            "takes an anonymous bind for a login",
            "empty-password",
            login -> login.request().password().isEmpty() && login.shown(login.own(), SLIGHTLY)),
        taking(
            "takes any code of six digits",
            "wrong-code",
            login -> login.rightPassword() && login.request().code().matches("\\d{6}")),
        taking(
            "takes codes again and again",
            "used-code",
            login -> login.rightPassword() && login.own().used().contains(login.request().code())),
        taking(
            "takes codes of a whole day",
            "late-code",
            login -> login.rightPassword() && login.shown(login.own(), DAY)),
        taking(
            "takes codes of everybody's devices",
            "others-code",
            login ->
                login.rightPassword()
                    && login.others().stream().anyMatch(other -> login.shown(other, SLIGHTLY))),
        mutant(
            "writes names into LDAP filters",
            "login-is-refused#pattern",
            LoginFaults.asking(LoginFaults.Filtering::new)));
  }

  private static Stream<LoginMutant> limits() {
    return Stream.of(
        mutant(
            "locks nobody out",
            "locks-out-who-guesses",
            LoginFaults.limited(limits ->
                new AttemptLimits(
                    Integer.MAX_VALUE, limits.lockOut(), limits.perWindow(), limits.window()))),
        mutant(
            "locks out for a day",
            "locks-out-who-guesses",
            LoginFaults.limited(limits ->
                new AttemptLimits(
                    limits.failures(), Duration.ofDays(1), limits.perWindow(), limits.window()))));
  }

  private static Stream<LoginMutant> stories() {
    List<Decision> accepted = new CopyOnWriteArrayList<>();
    return Stream.of(
        mutant(
            "reads groups at the login alone",
            "loses-the-group",
            LoginFaults.asking(LoginFaults.GroupsKept::new)),
        mutant(
            "lets sessions outlive the account",
            "is-disabled-and-comes-back",
            LoginFaults.keeping("disabled or gone")),
        mutant(
            "knows its users by heart",
            "is-disabled-and-comes-back",
            LoginFaults.asking(LoginFaults.NamesKept::new)),
        mutant(
            "binds sessions to nobody",
            "is-disabled-and-comes-back",
            LoginFaults.deciding((token, now) -> {
              if (now instanceof Decision.Authenticated) {
                accepted.add(now);
                return accepted.getFirst();
              }
              return now;
            })),
        mutant(
            "leaves sessions of a lost device open",
            "loses-the-device",
            LoginFaults.keeping("no session")),
        mutant(
            "ends no session at the log-out",
            "withdraws-the-token#session",
            LoginFaults.keeping("no session")),
        mutant(
            "asks the issuer about each token once",
            "withdraws-the-token#opaque",
            LoginFaults.keeping("not active")));
  }

  private static Stream<LoginMutant> outages() {
    Decision anybody = new Decision.Authenticated(User.of("anybody", List.of()), List.of());
    Decision nobody = new Decision.NotAuthenticated("not found");
    return Stream.of(
        mutant(
            "lets in whom it cannot look up",
            "directory-is-down",
            LoginFaults.whereUndecided("directory", anybody)),
        mutant(
            "denies whom it cannot look up",
            "directory-is-down",
            LoginFaults.whereUndecided("directory", nobody)),
        mutant(
            "asks its directory about all tokens",
            "directory-is-down",
            LoginFaults.alsoAsking("mfa_")),
        mutant(
            "takes a client error for inactive",
            "issuer-refuses-the-webhook",
            LoginFaults.whereUndecided("the issuer", nobody)),
        mutant(
            "shows the issuer what others deny",
            "issuer-refuses-the-webhook",
            LoginFaults.fallingThrough("opq_")));
  }
}
