package dev.cksauth.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * The logging of the command line: warnings to standard error. Found by logback as a service, and
 * only when something logs, which most commands never do; a {@code logback.xml} goes first. Never
 * lower Jetty's level to DEBUG: it prints the headers of requests, with the tokens in them.
 */
@ConfiguratorRank(LogConfiguration.AFTER_FILES)
public final class LogConfiguration extends ContextAwareBase implements Configurator {

  static final int AFTER_FILES = ConfiguratorRank.NOMINAL - 1;

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{20}: %msg%n%ex{short}");
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(appender);
    // What Jetty warns of are requests that were cut off, at the end of a run above all; what that
    // means to a user, the run itself says.
    context.getLogger("org.eclipse.jetty").setLevel(Level.ERROR);
    // What Testcontainers could not do, the commands say in their own words.
    for (String name : List.of("org.testcontainers", "tc", "com.github.dockerjava")) {
      context.getLogger(name).setLevel(Level.OFF);
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
