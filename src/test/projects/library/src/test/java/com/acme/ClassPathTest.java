package com.acme;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user of the library does not get with it. */
final class ClassPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.cksauth.cli.Main",
        "picocli.CommandLine",
        "ch.qos.logback.classic.Logger",
        "org.eclipse.jetty.server.Server",
        "org.testcontainers.containers.GenericContainer",
        "org.assertj.core.api.Assertions"
      })
  void isNotThere(String name) {
    assertThrows(ClassNotFoundException.class, () -> Class.forName(name));
  }
}
