package dev.cksauth.reference.observer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** A fault is about the token that it was asked for, and for as long. */
final class MisbehavioursTest {
  private final Misbehaviours misbehaviours = new Misbehaviours();

  @Test
  void aFaultIsAboutItsTokenAlone() {
    misbehaviours.begin("bad", new Misbehaviour.Hang(), Integer.MAX_VALUE);
    assertThat(misbehaviours.met("bad")).contains(new Misbehaviour.Hang());
    assertThat(misbehaviours.met("good")).isEmpty();
  }

  @Test
  void aFaultIsOverAfterItsCalls() {
    misbehaviours.begin("bad", new Misbehaviour.Cut(), 2);
    assertThat(misbehaviours.met("bad")).isPresent();
    assertThat(misbehaviours.met("bad")).isPresent();
    assertThat(misbehaviours.met("bad")).isEmpty();
  }

  @Test
  void aFaultWithoutATokenIsAboutAll() {
    misbehaviours.begin("", new Misbehaviour.Hang(), Integer.MAX_VALUE);
    assertThat(misbehaviours.met("any")).isPresent();
    misbehaviours.end("");
    assertThat(misbehaviours.met("any")).isEmpty();
  }

  @Test
  void anAnswerIsReadAsItIsWritten() {
    assertThat(
            Misbehaviour.of(
                new JsonMapper()
                    .readTree(
                        """
                        {"fault": "answer", "answer": "{\\"status\\":503,\\"headers\\":{\\"Retry-After\\":\\"1\\"},\\"text\\":\\"later\\"}"}
                        """)))
        .hasValueSatisfying(found -> {
          assertThat(found).isInstanceOf(Misbehaviour.Answer.class);
          Misbehaviour.Answer answer = (Misbehaviour.Answer) found;
          assertThat(answer.status()).isEqualTo(503);
          assertThat(answer.headers()).containsEntry("Retry-After", "1");
          assertThat(answer.text()).isEqualTo("later");
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"fault\": \"nonsense\"}",
        "{\"fault\": \"answer\", \"answer\": \"{\"}",
        "{\"fault\": \"answer\", \"answer\": \"{\\\"status\\\": 99}\"}"
      })
  void whatIsNoFaultIsRefused(String request) {
    assertThat(Misbehaviour.of(new JsonMapper().readTree(request))).isEmpty();
  }
}
