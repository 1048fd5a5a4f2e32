package dev.cksauth.reference.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

final class GuardTest {

  private static final int SECONDS = 30;

  /** Says its process id, and ends by SIGKILL only. */
  private static final List<String> STUBBORN =
      List.of("sh", "-c", "trap '' TERM; echo $$; while :; do sleep 0.1; done");

  private static Process guarded(List<String> command) throws IOException {
    return new ProcessBuilder(Guard.around(command)).start();
  }

  private static ProcessHandle child(Process guard) throws IOException {
    return ProcessHandle.of(Long.parseLong(guard.inputReader().readLine())).orElseThrow();
  }

  @Test
  void endsTheProgramAtTheEndOfItsInput() throws Exception {
    Process guard = guarded(STUBBORN);
    ProcessHandle child = child(guard);
    guard.getOutputStream().close();
    assertThat(guard.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void endsTheProgramWhenAskedToEnd() throws Exception {
    Process guard = guarded(STUBBORN);
    ProcessHandle child = child(guard);
    guard.destroy();
    assertThat(guard.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(child.isAlive()).isFalse();
  }

  /**
   * The program asks at once, often before the guard's next command; which is why it is repeated.
   */
  @RepeatedTest(20)
  void endsTheProgramThatIsQuickerThanItsGuard() throws Exception {
    Process guard =
        guarded(List.of("sh", "-c", "trap '' TERM; echo $$; kill -TERM $PPID; exec sleep 60"));
    long child = Long.parseLong(guard.inputReader().readLine());
    assertThat(guard.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(ProcessHandle.of(child)).isEmpty();
  }

  @Test
  void endsWithTheProgramAndItsExitCode() throws Exception {
    Process guard = guarded(List.of("sh", "-c", "exit 7"));
    assertThat(guard.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(guard.exitValue()).isEqualTo(7);
  }

  @Test
  void givesTheProgramAnEmptyInput() throws Exception {
    Process guard = guarded(List.of("cat"));
    assertThat(guard.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(guard.exitValue()).isZero();
  }
}
