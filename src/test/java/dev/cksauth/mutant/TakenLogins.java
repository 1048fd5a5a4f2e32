package dev.cksauth.mutant;

import dev.cksauth.reference.topology.OpenLogins.Fault;
import dev.cksauth.reference.webhook.Base32;
import dev.cksauth.reference.webhook.LoginAnswer;
import dev.cksauth.reference.webhook.LoginCall;
import dev.cksauth.reference.webhook.LoginRequest;
import dev.cksauth.reference.webhook.OneTimeCodes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes some logins for good ones that are not. It hears which devices are bound and which codes
 * are good, and logs whom it takes in with the right password and the next code: the session is one
 * like any other.
 */
final class TakenLogins implements Fault {
  /** For as long the clock of codes may be ahead of this one's, which goes on at each login. */
  private static final int AHEAD = 2000;

  private static final int NEXT = 3;

  private final Taking taking;
  private final Map<String, Device> devices = new ConcurrentHashMap<>();

  /** The step of the last good code. */
  private long latest = OneTimeCodes.step(Instant.now()) - 1;

  /**
   * Which logins of those that are refused.
   *
   * @see Login
   */
  @FunctionalInterface
  interface Taking {
    boolean takes(Login login);
  }

  /**
   * One that is refused.
   *
   * @param own the device of whoever logs in
   * @param others those of all others
   * @param latest the step of the last good code
   */
  record Login(LoginRequest request, Device own, Set<Device> others, long latest) {

    boolean rightPassword() {
      return request.password().equals(own.password());
    }

    /** Whether a device has shown the code, so many steps ago or to come at most. */
    boolean shown(Device device, int steps) {
      return LongStream.rangeClosed(latest - steps, latest + steps)
          .anyMatch(step -> device.code(step).equals(request.code()));
    }
  }

  /** A user's, with their password, and the codes that were taken for good. */
  record Device(String password, String secret, Set<String> used) {
    String code(long step) {
      return OneTimeCodes.code(Base32.decode(secret), step);
    }
  }

  TakenLogins(Taking taking) {
    this.taking = taking;
  }

  @Override
  public LoginCall call(String path, LoginCall honest, Map<String, LoginCall> all) {
    return switch (path) {
      case "/enrol" -> request -> enrol(request, honest);
      case "/login" -> request -> logIn(request, honest);
      default -> honest;
    };
  }

  private LoginAnswer enrol(LoginRequest request, LoginCall honest) {
    LoginAnswer answer = honest.answer(request);
    if (answer instanceof LoginAnswer.Enrolled enrolled) {
      String secret = enrolled.secret().reveal();
      devices.put(
          request.username(),
          new Device(request.password(), secret, ConcurrentHashMap.newKeySet()));
    }
    return answer;
  }

  private synchronized LoginAnswer logIn(LoginRequest request, LoginCall honest) {
    LoginAnswer answer = honest.answer(request);
    @Nullable Device own = devices.get(request.username());
    if (own == null) {
      return answer;
    }
    if (answer instanceof LoginAnswer.Token) {
      own.used().add(request.code());
      latest = step(own, request.code());
      return answer;
    }
    Set<Device> others = ConcurrentHashMap.newKeySet();
    others.addAll(devices.values());
    others.remove(own);
    boolean taken =
        answer instanceof LoginAnswer.Refused
            && taking.takes(new Login(request, own, others, latest));
    return taken ? rightly(request.username(), own, honest).orElse(answer) : answer;
  }

  private long step(Device own, String code) {
    return LongStream.range(latest - 1, latest + AHEAD)
        .filter(step -> own.code(step).equals(code))
        .findFirst()
        .orElse(latest);
  }

  private Optional<LoginAnswer> rightly(String name, Device own, LoginCall honest) {
    return LongStream.rangeClosed(latest + 1, latest + NEXT)
        .mapToObj(step -> honest.answer(new LoginRequest(name, own.password(), own.code(step), "")))
        .filter(LoginAnswer.Token.class::isInstance)
        .findFirst();
  }
}
