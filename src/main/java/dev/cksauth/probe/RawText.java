package dev.cksauth.probe;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The text of an HTTP/1.1 request as it goes over the wire, whether or not it is one.
 *
 * @param text line ends included; sent as UTF-8
 */
public record RawText(String text) {
  private static final String LINE_END = "\r\n";

  /**
   * A request of lines: each ends with CR LF, and an empty one at the end ends the head. Where one
   * of them is empty already, those behind it are the body, with no line end of its own.
   */
  public static RawText ofLines(List<String> lines) {
    int blank = lines.indexOf("");
    List<String> head = blank < 0 ? lines : lines.subList(0, blank);
    List<String> body = blank < 0 ? List.of() : lines.subList(blank + 1, lines.size());
    StringBuilder text = new StringBuilder();
    head.forEach(line -> text.append(line).append(LINE_END));
    return new RawText(text.append(LINE_END).append(String.join(LINE_END, body)).toString());
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Its lines, without their ends; a lone line feed ends none. */
  List<String> lines() {
    return List.of(text.split(LINE_END, -1));
  }

  /** The first word, which in a request is the method. */
  String method() {
    return word(0);
  }

  /** The second word where it is a path, as in most requests; else nothing. */
  String pathAndQuery() {
    String second = word(1);
    return second.startsWith("/") ? second : "";
  }

  private String word(int at) {
    String[] words = lines().getFirst().split("[ \n]", -1);
    return at < words.length ? words[at] : "";
  }

  /** Without the text, where secrets stand. */
  @Override
  public String toString() {
    return "RawText[" + method() + "]";
  }
}
