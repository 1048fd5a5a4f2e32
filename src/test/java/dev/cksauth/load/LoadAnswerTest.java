package dev.cksauth.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

final class LoadAnswerTest {
  private static final byte[] ACCEPTED = "{\"status\":{\"authenticated\":true}}".getBytes(UTF_8);
  private static final byte[] DENIED = "{\"status\":{}}".getBytes(UTF_8);

  @Test
  void aValidTokenIsToBeAccepted() {
    assertThat(LoadAnswer.of(200, ACCEPTED, true).error()).isEmpty();
    assertThat(LoadAnswer.of(200, DENIED, true).error()).contains("a valid token denied");
  }

  @Test
  void anInvalidTokenIsToBeDenied() {
    assertThat(LoadAnswer.of(201, DENIED, false).error()).isEmpty();
    assertThat(LoadAnswer.of(200, ACCEPTED, false).error()).contains("an invalid token accepted");
  }

  @Test
  void otherStatusesAreTheirOwnClass() {
    assertThat(LoadAnswer.of(401, DENIED, false).error()).contains("HTTP 401");
  }

  @Test
  void whatIsNoJsonIsNoAnswer() {
    assertThat(LoadAnswer.of(200, "<html>".getBytes(UTF_8), false).error())
        .contains("an answer that is no JSON");
    assertThat(LoadAnswer.of(200, null, false).error())
        .contains("an answer that is no JSON object");
  }

  @Test
  void onlyWhatHasNoAnswerInTimeIsLate() {
    assertThat(LoadAnswer.failed(new ExecutionException(new TimeoutException())).late()).isTrue();
    LoadAnswer refused = LoadAnswer.failed(new ConnectException("refused"));
    assertThat(refused.late()).isFalse();
    assertThat(refused.error()).contains("connection refused");
  }
}
