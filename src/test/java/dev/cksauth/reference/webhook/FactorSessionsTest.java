package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users who log in with a password and a one-time code. */
final class FactorSessionsTest {
  private Company company;
  private FactorSessions sessions;
  private byte[] secret;

  @BeforeEach
  void open() throws Exception {
    company = Company.open();
    sessions =
        new FactorSessions(
            company.directory(),
            DirectorySessions.Settings.USUAL,
            company.clock(),
            company.clock());
    secret = enrolled("alice");
  }

  @AfterEach
  void close() {
    company.close();
  }

  private LoginAnswer call(String path, String name, String password, String code) {
    LoginCall call = Objects.requireNonNull(sessions.logins().get(path));
    return call.answer(new LoginRequest(name, password, code, ""));
  }

  private LoginAnswer enrol(String name) {
    return call("/enrol", name, company.password(name), "");
  }

  private byte[] enrolled(String name) {
    return Base32.decode(((LoginAnswer.Enrolled) enrol(name)).secret().reveal());
  }

  private LoginAnswer login(String code) {
    return call("/login", "alice", company.password("alice"), code);
  }

  /** The code of now, or of so many steps from now. */
  private String code(int steps) {
    Instant when = company.clock().instant();
    return OneTimeCodes.code(secret, OneTimeCodes.step(when) + steps);
  }

  private String wrong() {
    List<String> good = List.of(code(-1), code(0), code(1));
    for (int number = 0; ; number++) {
      String code = "%06d".formatted(number);
      if (!good.contains(code)) {
        return code;
      }
    }
  }

  private String token() {
    return ((LoginAnswer.Token) login(code(0))).token();
  }

  private Decision review(String token) {
    return sessions.authenticate(token, List.of());
  }

  private static void refused(LoginAnswer answer, String why) {
    assertThat(answer).isEqualTo(new LoginAnswer.Refused(why));
  }

  @Test
  void passwordAndCodeLogIn() {
    Decision decision = review(token());
    assertThat(((Decision.Authenticated) decision).user().username()).isEqualTo("alice");
  }

  @Test
  void theTokenIsGoodForMoreThanOneReview() {
    String token = token();
    assertThat(review(token)).isEqualTo(review(token));
  }

  @Test
  void aPasswordAloneIsRefused() {
    refused(login(""), "wrong code");
  }

  @Test
  void aCodeAloneIsRefused() {
    assertThat(call("/login", "alice", "", code(0))).isInstanceOf(LoginAnswer.Refused.class);
  }

  @Test
  void aCodeWithAWrongPasswordIsRefusedAndNotUsedUp() {
    refused(call("/login", "alice", "a guess", code(0)), "wrong password");
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Token.class);
  }

  @Test
  void aCodeIsGoodOnce() {
    String unused = token();
    refused(login(code(0)), "replayed code");
  }

  @Test
  void aCodeBeforeOneThatWasUsedIsGoodNoMore() {
    String unused = token();
    refused(login(code(-1)), "replayed code");
  }

  @Test
  void theNextCodeIsGood() {
    String unused = token();
    company.pass(OneTimeCodes.STEP);
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Token.class);
  }

  @Test
  void ofManyAtOnceOneIsGood() throws Exception {
    String code = code(0);
    Callable<LoginAnswer> one = () -> login(code);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<LoginAnswer>> all = threads.invokeAll(List.of(one, one, one, one));
      int good = 0;
      for (Future<LoginAnswer> each : all) {
        good += each.get() instanceof LoginAnswer.Token ? 1 : 0;
      }
      assertThat(good).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void aStepMoreOrLessIsTolerated(int steps) {
    assertThat(login(code(steps))).isInstanceOf(LoginAnswer.Token.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {-120, -2, 2, 120})
  void codesOfOtherTimesAreRefused(int steps) {
    refused(login(code(steps)), "wrong code");
  }

  @Test
  void theCodeOfAnotherUsersDeviceIsRefused() {
    byte[] bobs = enrolled("bob");
    Instant now = company.clock().instant();
    refused(login(OneTimeCodes.code(bobs, OneTimeCodes.step(now))), "wrong code");
  }

  @Test
  void otherSpellingsOfACodeAreRefused() {
    for (String spelling : List.of(" " + code(0), code(0) + "\n", "+" + code(0), "0" + code(0))) {
      assertThat(login(spelling)).isInstanceOf(LoginAnswer.Refused.class);
    }
  }

  @Test
  void whoHasNoDeviceIsRefused() {
    refused(call("/login", "bob", company.password("bob"), "123456"), "not enrolled");
  }

  @Test
  void aWrongPasswordEnrolsNoDevice() {
    refused(call("/enrol", "bob", "a guess", ""), "wrong password");
  }

  @Test
  void aDeviceInUseIsReplacedByNoPassword() {
    String unused = token();
    refused(enrol("alice"), "enrolled already");
  }

  @Test
  void aDeviceThatWasNeverUsedGivesWay() {
    byte[] before = secret;
    secret = enrolled("alice");
    assertThat(secret).isNotEqualTo(before);
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Token.class);
  }

  @Test
  void aSecretShowsInNoText() {
    assertThat(enrol("bob").toString()).doesNotContainPattern("[A-Z2-7]{32}");
  }

  @Test
  void fiveWrongCodesLockTheUserOut() {
    for (int i = 0; i < 5; i++) {
      refused(login(wrong()), "wrong code");
    }
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void wrongCodesAndPasswordsCountTogether() {
    for (int i = 0; i < 5; i++) {
      String password = i % 2 == 0 ? company.password("alice") : "a guess";
      LoginAnswer unused = call("/login", "alice", password, wrong());
    }
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void replayedCodesCountAsWrongOnes() {
    String unused = token();
    for (int i = 0; i < 5; i++) {
      refused(login(code(0)), "replayed code");
    }
    assertThat(login(code(1))).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void theLockOutEnds() {
    for (int i = 0; i < 5; i++) {
      refused(login(wrong()), "wrong code");
    }
    company.pass(Duration.ofMinutes(5));
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Token.class);
  }

  @Test
  void aLockOutLeavesSessionsAlone() {
    String token = token();
    for (int i = 0; i < 5; i++) {
      LoginAnswer unused = login(wrong());
    }
    assertThat(review(token)).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void elevenLoginsAMinuteAreOneTooMany() {
    for (int i = 0; i < 10; i++) {
      assertThat(enrol("alice")).isNotNull();
    }
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Wait.class);
  }

  @Test
  void aLostDeviceEndsItsSessionsAndItsCodes() throws Exception {
    String token = token();
    sessions.deviceLost(company.server().id("alice"));
    assertThat(review(token)).isInstanceOf(Decision.NotAuthenticated.class);
    company.pass(OneTimeCodes.STEP);
    refused(login(code(0)), "not enrolled");
  }

  @Test
  void anotherDeviceTakesThePlaceOfALostOne() throws Exception {
    String unused = token();
    sessions.deviceLost(company.server().id("alice"));
    secret = enrolled("alice");
    assertThat(login(code(0))).isInstanceOf(LoginAnswer.Token.class);
  }

  @Test
  void whoIsDisabledIsOutAtOnce() throws Exception {
    String token = token();
    company.server().setEnabled("alice", false);
    assertThat(review(token)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void aTokenIsUndecidedWhileTheDirectoryIsDown() {
    String token = token();
    company.server().stop();
    assertThat(review(token)).isInstanceOf(Decision.Undecided.class);
  }
}
