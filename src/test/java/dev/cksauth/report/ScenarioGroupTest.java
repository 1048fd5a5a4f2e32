package dev.cksauth.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScenarioGroupTest {
  @ParameterizedTest
  @CsvSource({
    "managed/rejects-service-account-token,managed",
    "webhook/answer/echoes-api-version,answer",
    "webhook/answer/echoes#a/b,answer",
    "webhook/lives,webhook",
    "oidc/claims/groups,oidc/claims",
    "lone,lone",
  })
  void isTheFolder(String id, String group) {
    assertThat(ScenarioGroup.of(id)).isEqualTo(group);
  }
}
