package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DecisionLogTest {
  @TempDir Path directory;

  private String written(String username) throws Exception {
    Path file = directory.resolve("decisions.log");
    try (DecisionLog log = DecisionLog.to(file)) {
      log.decided(new Decision.Authenticated(User.of(username, List.of()), List.of()));
    }
    return Files.readString(file);
  }

  @Test
  void aNameWritesNoLineOfItsOwn() throws Exception {
    assertThat(written("eve\nauthenticated root").lines()).hasSize(1);
  }

  @Test
  void halfACharacterIsWrittenAsAQuestionMark() throws Exception {
    assertThat(written("eve\ud83d")).endsWith("authenticated eve?\n");
  }
}
