package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.reference.directory.DirectoryServer;
import dev.cksauth.reference.topology.OpenSamples;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of a directory, who log in with a password. */
final class DirectorySessionsTest {
  private Company company;
  private DirectorySessions sessions;

  @BeforeEach
  void open() throws Exception {
    company = Company.open();
    sessions = sessions(company.directory());
  }

  @AfterEach
  void close() {
    company.close();
  }

  private DirectorySessions sessions(Directory directory) {
    return new DirectorySessions(directory, DirectorySessions.Settings.USUAL, company.clock());
  }

  private static LoginAnswer login(DirectorySessions sessions, String name, String password) {
    return call(sessions, "/login").answer(LoginRequest.of(name, password));
  }

  private static LoginCall call(DirectorySessions sessions, String path) {
    return Objects.requireNonNull(sessions.logins().get(path));
  }

  private LoginAnswer login(String name, String password) {
    return login(sessions, name, password);
  }

  private String token(String name) {
    return ((LoginAnswer.Token) login(name, company.password(name))).token();
  }

  private Decision review(String token) {
    return sessions.authenticate(token, List.of());
  }

  private static User user(Decision decision) {
    return ((Decision.Authenticated) decision).user();
  }

  @Test
  void theTokenStandsForTheUserWithTheGroupsOfTheDirectory() throws Exception {
    User user = user(review(token("alice")));
    assertThat(user.username()).isEqualTo("alice");
    assertThat(user.uid()).contains(company.server().id("alice"));
    assertThat(user.groups()).containsExactly("dev", "ops");
  }

  @Test
  void aWrongPasswordIsRefused() {
    assertThat(login("alice", company.password("bob"))).isInstanceOf(LoginAnswer.Refused.class);
  }

  @Test
  void theDirectoryOfTheTestsTakesABindWithoutAPasswordForAnonymous() throws Exception {
    LDAPConnectionOptions careless = new LDAPConnectionOptions();
    careless.setBindWithDNRequiresPassword(false);
    try (LDAPConnection connection =
        new LDAPConnection(
            OpenSamples.trusting(Company.AUTHORITY).getSocketFactory(),
            careless,
            "localhost",
            company.server().port())) {
      assertThat(
              connection
                  .bind(new SimpleBindRequest("uid=alice," + DirectoryServer.USERS, ""))
                  .getResultCode())
          .isEqualTo(ResultCode.SUCCESS);
    }
  }

  @Test
  void anEmptyPasswordIsRefused() {
    assertThat(login("alice", "")).isInstanceOf(LoginAnswer.Refused.class);
  }

  @Test
  void anEmptyPasswordIsNobodysForTheDirectoryItself() throws Exception {
    Person alice = company.directory().named("alice").orElseThrow();
    assertThat(company.directory().isPassword(alice, "")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "al*",
        "*)(uid=alice",
        "alice)(objectClass=*",
        "*)(|(uid=*",
        "alice\\2a",
        "alice\u0000",
        "(alice)",
        "uid=alice",
        "alice,ou=people,dc=example,dc=com",
        "&",
        "|"
      })
  void nobodyIsFoundByTheSignsOfFilters(String name) throws Exception {
    assertThat(company.directory().named(name)).isEmpty();
    assertThat(login(name, company.password("alice"))).isInstanceOf(LoginAnswer.Refused.class);
  }

  @Test
  void theNameIsSpeltAsTheDirectorySpellsIt() {
    String token = ((LoginAnswer.Token) login("ALICE", company.password("alice"))).token();
    assertThat(user(review(token)).username()).isEqualTo("alice");
  }

  @Test
  void whoIsDisabledCannotLogIn() throws Exception {
    company.server().setEnabled("alice", false);
    assertThat(login("alice", company.password("alice"))).isInstanceOf(LoginAnswer.Refused.class);
  }

  @Test
  void whoIsDisabledIsOutAtOnce() throws Exception {
    String token = token("alice");
    company.server().setEnabled("alice", false);
    assertThat(review(token)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void whoIsEnabledAgainIsBackWithTheSameToken() throws Exception {
    String token = token("alice");
    company.server().setEnabled("alice", false);
    company.server().setEnabled("alice", true);
    assertThat(review(token)).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void aGroupIsLostAtOnce() throws Exception {
    String token = token("alice");
    company.server().leave("alice", "ops");
    assertThat(user(review(token)).groups()).containsExactly("dev");
  }

  @Test
  void aTokenIsUndecidedWhileTheDirectoryIsDown() {
    String token = token("alice");
    company.server().stop();
    assertThat(review(token)).isInstanceOf(Decision.Undecided.class);
  }

  @Test
  void aTokenIsGoodAgainOnceTheDirectoryIsBack() throws Exception {
    String token = token("alice");
    company.server().stop();
    Decision unused = review(token);
    company.server().restore();
    assertThat(review(token)).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void anUnknownTokenIsDeniedWhileTheDirectoryIsDown() {
    company.server().stop();
    assertThat(review("dir_nobody")).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void aLoginIsNotRefusedWhileTheDirectoryIsDown() {
    company.server().stop();
    assertThat(login("alice", company.password("alice")))
        .isInstanceOf(LoginAnswer.Unavailable.class);
  }

  @Test
  void aSilentDirectoryIsWaitedForOnlyAWhile() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        LdapDirectory directory =
            LdapDirectory.at(
                Company.settings(silent.getLocalPort(), "any"),
                OpenSamples.trusting(Company.AUTHORITY).getSocketFactory())) {
      long begin = System.nanoTime();
      assertThat(login(sessions(directory), "alice", "any"))
          .isInstanceOf(LoginAnswer.Unavailable.class);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void aDirectoryOfAnotherAuthorityIsToldNoPassword() throws Exception {
    CertificateAuthority stranger = CertificateAuthority.create("stranger");
    try (LdapDirectory directory =
        LdapDirectory.at(
            Company.settings(company.server().port(), company.server().readerPassword()),
            OpenSamples.trusting(stranger).getSocketFactory())) {
      assertThat(login(sessions(directory), "alice", company.password("alice")))
          .isInstanceOf(LoginAnswer.Unavailable.class);
    }
  }

  @Test
  void aDirectoryUnderAnotherNameIsToldNoPassword() throws Exception {
    try (DirectoryServer other =
            DirectoryServer.start(
                OpenSamples.servingAs("directory.example.com", Company.AUTHORITY), Company.GROUPS);
        LdapDirectory directory =
            LdapDirectory.at(
                Company.settings(other.port(), other.readerPassword()),
                OpenSamples.trusting(Company.AUTHORITY).getSocketFactory())) {
      assertThat(
              login(
                  sessions(directory),
                  "alice",
                  Objects.requireNonNull(other.passwords().get("alice"))))
          .isInstanceOf(LoginAnswer.Unavailable.class);
    }
  }

  @Test
  void anEndedSessionIsOver() {
    String token = token("alice");
    LoginAnswer ended = call(sessions, "/logout").answer(new LoginRequest("", "", "", token));
    assertThat(ended).isInstanceOf(LoginAnswer.Done.class);
    assertThat(review(token)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void aSessionEndsWithTheDay() {
    String token = token("alice");
    company.pass(Duration.ofHours(12));
    assertThat(review(token)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void fiveWrongPasswordsLockTheUserOut() {
    for (int i = 0; i < 5; i++) {
      LoginAnswer unused = login("alice", "guess " + i);
    }
    assertThat(login("alice", company.password("alice"))).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void otherSpellingsOfANameCountForTheSameUser() {
    for (String name : List.of("alice", "ALICE", "Alice", " alice", "alice ")) {
      LoginAnswer unused = login(name, "a guess");
    }
    assertThat(login("aLICE", company.password("alice"))).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void theLockOutEnds() {
    for (int i = 0; i < 5; i++) {
      LoginAnswer unused = login("alice", "guess " + i);
    }
    company.pass(Duration.ofMinutes(5));
    assertThat(login("alice", company.password("alice"))).isInstanceOf(LoginAnswer.Token.class);
  }

  @Test
  void aNameThatNobodyHasIsLockedOutToo() {
    for (int i = 0; i < 5; i++) {
      LoginAnswer unused = login("mallory", "guess " + i);
    }
    assertThat(login("mallory", "a guess")).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void aGroupWithANameOfKubernetesOwnLetsNobodyIn() throws Exception {
    try (Company masters = Company.open(Map.of("alice", List.of("system:masters")))) {
      DirectorySessions there =
          new DirectorySessions(
              masters.directory(), DirectorySessions.Settings.USUAL, masters.clock());
      String token = ((LoginAnswer.Token) login(there, "alice", masters.password("alice"))).token();
      assertThat(there.authenticate(token, List.of()))
          .isInstanceOf(Decision.NotAuthenticated.class);
    }
  }

  @Test
  void itIsReadyWhereTheDirectoryAnswers() {
    assertThat(sessions.ready()).isTrue();
    company.server().stop();
    assertThat(sessions.ready()).isFalse();
  }
}
