package dev.cksauth.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookUrlTest {
  @ParameterizedTest
  @CsvSource({
    "https://h/a, https://h/a?timeout=30s",
    "https://h/a/, https://h/a?timeout=30s",
    "https://h/a//b/, https://h/a/b?timeout=30s",
    "https://h, https://h/?timeout=30s",
    "https://h/, https://h/?timeout=30s",
    "https://h:8443/a?k=v, https://h:8443/a?timeout=30s",
    "https://h/a/../b/./c, https://h/b/c?timeout=30s",
    "https://h/a%2Fb, https://h/a%2Fb?timeout=30s",
    "https://h/a%20b/, https://h/a%20b?timeout=30s",
    "https://[::1]:8443/a, https://[::1]:8443/a?timeout=30s",
  })
  void is_called_as_an_api_server_calls_it(String configured, String called) {
    assertThat(WebhookUrl.asClientGo(URI.create(configured))).isEqualTo(URI.create(called));
  }

  @Test
  void there_is_no_warning_where_only_the_time_out_is_added() {
    assertThat(WebhookUrl.warning(URI.create("https://h/a"))).isEmpty();
    assertThat(WebhookUrl.warning(URI.create("https://h"))).isEmpty();
    assertThat(WebhookUrl.warning(URI.create("https://h/"))).isEmpty();
  }

  @Test
  void a_warning_names_both_forms_without_the_querys_content() {
    assertThat(WebhookUrl.warning(URI.create("https://h/a/?key=canary")).orElseThrow())
        .startsWith("https://h/a/?… is called as https://h/a?timeout=30s: ");
  }
}
