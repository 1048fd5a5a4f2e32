package dev.cksauth.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LogConfigurationTest {
  private final LoggerContext context = new LoggerContext();

  @BeforeEach
  void configure() {
    new LogConfiguration().configure(context);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  @Test
  void ourOwnWarningsAreShown() {
    assertThat(context.getLogger("dev.cksauth.cli").isWarnEnabled()).isTrue();
    assertThat(context.getLogger("dev.cksauth.cli").isInfoEnabled()).isFalse();
  }

  @Test
  void whatJettySaysOfRequestsThatWereCutOffIsNot() {
    assertThat(context.getLogger("org.eclipse.jetty.server.Response").isWarnEnabled()).isFalse();
  }
}
