package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.catalogue.Matcher;
import dev.cksauth.probe.IdentityAnswer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** A request must not change whom a credential stands for: the control's answer is the measure. */
final class IdentityJudgeTest {
  private static final IdentityAnswer.Named CONTROL = reviewed("alice", "7", "dev", "ops");

  private static IdentityAnswer.Named reviewed(String name, String uid, String... groups) {
    return new IdentityAnswer.Named(name, List.of(groups), Optional.of(uid), Map.of(), true);
  }

  /** As a 403 names a user. */
  private static IdentityAnswer.Named forbidden(String name) {
    return new IdentityAnswer.Named(name, List.of(), Optional.empty(), Map.of(), false);
  }

  private static Judged judged(IdentityAnswer.Named before, IdentityAnswer.Named now) {
    return new IdentityJudge(
            Matcher.of(JsonNodeFactory.instance.stringNode("own")),
            Presented.nothing(),
            name -> name,
            true,
            Optional.of(before),
            () -> false)
        .judge(201, now);
  }

  @Test
  void theUserOfTheControlWithTheSameGroupsIsMet() {
    assertThat(judged(CONTROL, reviewed("alice", "7", "dev", "ops")).kind())
        .isEqualTo(Judged.Kind.MET);
  }

  @Test
  void theOrderOfGroupsSaysNothing() {
    assertThat(judged(CONTROL, reviewed("alice", "7", "ops", "dev")).kind())
        .isEqualTo(Judged.Kind.MET);
  }

  @Test
  void anotherGroupThanInTheControlIsUnmet() {
    Judged judged = judged(CONTROL, reviewed("alice", "7", "dev", "ops", "system:masters"));
    assertThat(judged.kind()).isEqualTo(Judged.Kind.UNMET);
    assertThat(judged.expected()).endsWith(", as in the control");
    assertThat(judged.actual()).endsWith("the control found the groups [dev, ops]");
  }

  @Test
  void aGroupLessThanInTheControlIsUnmet() {
    assertThat(judged(CONTROL, reviewed("alice", "7", "dev")).kind()).isEqualTo(Judged.Kind.UNMET);
  }

  @Test
  void anotherUidThanInTheControlIsUnmet() {
    Judged judged = judged(CONTROL, reviewed("alice", "8", "dev", "ops"));
    assertThat(judged.kind()).isEqualTo(Judged.Kind.UNMET);
    assertThat(judged.actual()).endsWith("uid 8, the control found 7");
  }

  @Test
  void anotherUserThanInTheControlIsUnmet() {
    Judged judged = judged(CONTROL, reviewed("bob", "7", "dev", "ops"));
    assertThat(judged.kind()).isEqualTo(Judged.Kind.UNMET);
    assertThat(judged.actual()).endsWith("the control found alice");
  }

  @Test
  void ofARefusalThatNamesTheUserOnlyTheNameIsCompared() {
    assertThat(judged(CONTROL, forbidden("alice")).kind()).isEqualTo(Judged.Kind.MET);
  }

  @Test
  void aRefusalThatNamesAnotherUserIsUnmet() {
    assertThat(judged(CONTROL, forbidden("bob")).kind()).isEqualTo(Judged.Kind.UNMET);
  }

  @Test
  void afterAControlThatWasARefusalTheNameOnlyIsCompared() {
    assertThat(judged(forbidden("alice"), CONTROL).kind()).isEqualTo(Judged.Kind.MET);
  }
}
