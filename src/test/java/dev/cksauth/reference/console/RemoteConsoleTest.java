package dev.cksauth.reference.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RemoteConsoleTest {
  private static final String ACTION = "authenticate";

  private final CloudConsole console = new CloudConsole();
  private ConsoleActions served;
  private RemoteConsole remote;

  @BeforeEach
  void serve() throws Exception {
    console.addUser("admin@example.com", Role.ADMIN);
    served = ConsoleActions.start(Map.of(ACTION, ConsoleActions.authenticating(console)));
    remote = new RemoteConsole(served.uri(ACTION));
  }

  @AfterEach
  void end() {
    remote.close();
    served.close();
  }

  @Test
  void knowsWhoseATokenIs() {
    assertThat(remote.authenticate(console.issue("admin@example.com")))
        .contains(new ConsoleUser("admin@example.com", Role.ADMIN));
  }

  @Test
  void knowsNobodyOfAnUnknownToken() {
    assertThat(remote.authenticate("CW-SECRET-of-nobody's")).isEmpty();
  }

  @Test
  void seesARevocationAtOnce() {
    String token = console.issue("admin@example.com");
    assertThat(remote.authenticate(token)).isPresent();
    console.revoke(token);
    assertThat(remote.authenticate(token)).isEmpty();
  }

  @Test
  void takesAConsoleThatDoesNotAnswerForNoAnswer() {
    String token = console.issue("admin@example.com");
    served.close();
    assertThatThrownBy(() -> remote.authenticate(token)).isInstanceOf(UncheckedIOException.class);
  }
}
