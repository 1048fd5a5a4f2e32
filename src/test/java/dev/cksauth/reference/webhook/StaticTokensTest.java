package dev.cksauth.reference.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that stand in a file. */
final class StaticTokensTest {
  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("tokens.csv"), text);
  }

  private Decision decide(String text, String token) throws IOException {
    return new StaticTokens(file(text), false).authenticate(token, List.of());
  }

  @Test
  void aTokenIsTheUsersOfItsLine() throws Exception {
    assertThat(decide("# comment\n\nt1,alice,u1,\"dev, ops\"\nt2,bob,u2\n", "t1"))
        .isEqualTo(
            new Decision.Authenticated(
                new User(
                    "alice",
                    java.util.Optional.of("u1"),
                    List.of("dev", "ops"),
                    java.util.Map.of()),
                List.of()));
  }

  @Test
  void fieldsInQuotesMayHoldCommasAndQuotes() throws Exception {
    assertThat(TokenFile.read("\"t,\"\"1\",alice,u1\n")).containsKey("t,\"1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "t", "T1", "t1 ", "t11", "#", "alice"})
  void nothingElseIsGood(String token) throws Exception {
    assertThat(decide("t1,alice,u1\n", token)).isInstanceOf(Decision.NotAuthenticated.class);
  }

  @Test
  void namesOfKubernetesOwnAreNobodysUnlessAllowed() throws Exception {
    String text = "t1,system:admin,u1\nt2,alice,u2,system:masters\n";
    assertThat(decide(text, "t1")).isInstanceOf(Decision.NotAuthenticated.class);
    assertThat(decide(text, "t2")).isInstanceOf(Decision.NotAuthenticated.class);
    assertThat(new StaticTokens(file(text), true).authenticate("t1", List.of()))
        .isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void aChangeOfTheFileCountsAtOnce() throws Exception {
    StaticTokens tokens = new StaticTokens(file("t1,alice,u1\n"), false);
    Files.setLastModifiedTime(file("t2,alice,u1\n"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(tokens.authenticate("t1", List.of())).isInstanceOf(Decision.NotAuthenticated.class);
    assertThat(tokens.authenticate("t2", List.of())).isInstanceOf(Decision.Authenticated.class);
  }

  @Test
  void aChangeThatCannotBeReadChangesNothing() throws Exception {
    StaticTokens tokens = new StaticTokens(file("t1,alice,u1\n"), false);
    Files.setLastModifiedTime(file("t1\n"), FileTime.from(Instant.now().plusSeconds(5)));
    assertThat(tokens.authenticate("t1", List.of())).isInstanceOf(Decision.Authenticated.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret-token", "secret-token,alice", ",alice,u1", "\"secret-token,a,b"})
  void aLineOfAnotherFormIsToldByItsNumberAlone(String line) throws Exception {
    Path file = file("t1,alice,u1\n" + line + "\n");
    assertThatThrownBy(() -> new StaticTokens(file, false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2")
        .hasMessageNotContaining("secret-token");
  }
}
