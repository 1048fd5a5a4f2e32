package dev.cksauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.probe.RawText;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each ambiguous request has two ends, and the request for a path that nothing serves is between.
 */
final class AmbiguousFramingTest {
  private static final String CONTENT = "{\"kind\":\"SelfSubjectReview\"}";
  private static final AmbiguousFraming FRAMING =
      new AmbiguousFraming(List.of("POST /a HTTP/1.1", "Host: h"), CONTENT, "/smuggled", "h");
  private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d+)");

  private static String body(RawText request) {
    String text = request.text();
    assertThat(text).startsWith("POST /a HTTP/1.1\r\nHost: h\r\n");
    return text.substring(text.indexOf("\r\n\r\n") + 4);
  }

  private static List<Integer> lengths(RawText request) {
    String head = request.text().substring(0, request.text().indexOf("\r\n\r\n"));
    return LENGTH.matcher(head).results().map(m -> Integer.parseInt(m.group(1))).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cl-te", "te-obfuscated", "line-feed", "folded"})
  void theLengthCoversAllAndTheChunksEndBefore(String form) {
    List<RawText> requests = FRAMING.of(form);
    assertThat(requests).isNotEmpty();
    for (RawText request : requests) {
      String body = body(request);
      assertThat(lengths(request)).containsExactly(body.length());
      assertThat(body)
          .startsWith(
              Integer.toHexString(CONTENT.length()) + "\r\n" + CONTENT + "\r\n0\r\n\r\nGET ")
          .endsWith("/smuggled HTTP/1.1\r\nHost: h\r\nX-Cks-Auth: ");
    }
  }

  @Test
  void theLengthEndsBeforeWhatTheChunkHolds() {
    RawText request = FRAMING.of("te-cl").getFirst();
    String body = body(request);
    int length = lengths(request).getFirst();
    String rest = body.substring(length);
    assertThat(body.substring(0, length))
        .isEqualTo(Integer.toHexString(rest.length() - 7) + "\r\n");
    Matcher inner = LENGTH.matcher(rest);
    assertThat(rest).startsWith("GET /smuggled HTTP/1.1\r\nHost: h\r\nContent-Length: ");
    assertThat(inner.find()).isTrue();
    // What is left of the chunks is all of the inner request's body.
    assertThat(rest.substring(rest.indexOf("\r\n\r\n") + 4))
        .hasSize(Integer.parseInt(inner.group(1)));
  }

  @Test
  void eitherLengthComesFirst() {
    List<RawText> requests = FRAMING.of("two-content-lengths");
    int whole = body(requests.getFirst()).length();
    assertThat(lengths(requests.getFirst())).containsExactly(whole, CONTENT.length());
    assertThat(lengths(requests.getLast())).containsExactly(CONTENT.length(), whole);
  }

  @Test
  void noOtherForm() {
    assertThat(FRAMING.of("other")).isEmpty();
  }
}
