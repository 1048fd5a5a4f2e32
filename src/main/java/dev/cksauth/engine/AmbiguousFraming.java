package dev.cksauth.engine;

import dev.cksauth.probe.RawText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Requests whose end two servers in a row may see in two places (RFC 9112, sections 6.3 and 11.2).
 * What one takes for the end of the body is, for the other, the beginning of the next request.
 *
 * @param head lines of a request without its framing
 * @param content what the request is to carry
 * @param path that nothing serves; a request for it in the body gives a wrong reading away
 * @param host for that request
 */
record AmbiguousFraming(List<String> head, String content, String path, String host) {
  private static final String END = "\r\n";
  private static final String LAST_CHUNK = "0" + END + END;

  private static final Map<String, Function<AmbiguousFraming, List<RawText>>> FORMS =
      Map.of(
          "cl-te", framing -> List.of(framing.chunked("Transfer-Encoding: chunked")),
          "te-cl", framing -> List.of(framing.lengthInChunk()),
          "two-content-lengths", AmbiguousFraming::twoLengths,
          "te-obfuscated",
              framing ->
                  List.of(
                      framing.chunked("Transfer-Encoding: xchunked"),
                      framing.chunked("Transfer-Encoding : chunked")),
          // RFC 9112, section 2.2: a recipient may take a line feed alone for a line's end.
          "line-feed",
              framing -> List.of(framing.chunked("X-Cks-Auth: a\nTransfer-Encoding: chunked")),
          // RFC 9112, section 5.2: what begins with a space once went on with the line before.
          "folded", framing -> List.of(framing.chunked("Transfer-Encoding:" + END + " chunked")));

  /** The requests of a form; none where there is no such form. */
  List<RawText> of(String form) {
    return FORMS.getOrDefault(form, framing -> List.of()).apply(this);
  }

  /** Ends with its length for one, and with its last chunk for the other, before the prefix. */
  private RawText chunked(String encoding) {
    String body = chunk(content) + LAST_CHUNK + prefix();
    return request(List.of(length(body), encoding), body);
  }

  /** Ends with its last chunk for one, and within its first chunk for the other. */
  private RawText lengthInChunk() {
    // What ends the chunks is a body of its own to who takes the chunk for a request.
    String inner =
        "GET %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, host, (END + LAST_CHUNK).length());
    String body = chunk(inner) + LAST_CHUNK;
    String size = body.substring(0, body.indexOf(END) + END.length());
    return request(List.of(length(size), "Transfer-Encoding: chunked"), body);
  }

  private List<RawText> twoLengths() {
    String body = content + prefix();
    return List.of(
        request(List.of(length(body), length(content)), body),
        request(List.of(length(content), length(body)), body));
  }

  /** The beginning of a request, whose open line swallows the first line of the next one. */
  private String prefix() {
    return "GET %s HTTP/1.1\r\nHost: %s\r\nX-Cks-Auth: ".formatted(path, host);
  }

  private static String chunk(String text) {
    return Integer.toHexString(bytes(text)) + END + text + END;
  }

  private static String length(String body) {
    return "Content-Length: " + bytes(body);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private RawText request(List<String> framing, String body) {
    List<String> lines = new ArrayList<>(head);
    lines.addAll(framing);
    return new RawText(String.join(END, lines) + END + END + body);
  }
}
