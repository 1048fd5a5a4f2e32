package dev.cksauth.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentTest {
  @TempDir Path directory;
  private final Problems problems = new Problems();

  @Test
  void positions_are_those_of_keys_and_items() {
    Document document = parse("a:\n  b: [1, {c: x}]\n  d:\n    - e: 1\n    -\n      f: 2\n");
    assertThat(document.position("")).isEqualTo(new Position(1, 1));
    assertThat(document.position("/a")).isEqualTo(new Position(1, 1));
    assertThat(document.position("/a/b")).isEqualTo(new Position(2, 3));
    assertThat(document.position("/a/b/1")).isEqualTo(new Position(2, 10));
    assertThat(document.position("/a/b/1/c")).isEqualTo(new Position(2, 11));
    assertThat(document.position("/a/d/0/e")).isEqualTo(new Position(4, 7));
    assertThat(document.position("/a/d/1/f")).isEqualTo(new Position(6, 7));
  }

  @Test
  void the_position_of_what_is_absent_is_its_nearest_parents() {
    Document document = parse("a:\n  b: [1]\n");
    assertThat(document.position("/a/b/7/x")).isEqualTo(new Position(2, 3));
    assertThat(document.position("/none/of/it")).isEqualTo(new Position(1, 1));
  }

  @Test
  void keys_with_pointer_characters_have_their_position() {
    Document document = parse("a/b~c: {d: 1}\n");
    String pointer = Pointers.member("", "a/b~c");
    assertThat(document.at(Pointers.member(pointer, "d")).intValue()).isEqualTo(1);
    assertThat(document.position(Pointers.member(pointer, "d"))).isEqualTo(new Position(1, 9));
    assertThat(Pointers.shown(pointer)).isEqualTo("a/b~c");
  }

  @Test
  void plain_words_stay_texts_as_in_yaml_1_2() {
    Document document = parse("a: no\nb: 2020-01-01\nc: true\nd: 1\ne: 1.5\nf:\n");
    assertThat(document.at("/a").isString()).isTrue();
    assertThat(document.at("/b").isString()).isTrue();
    assertThat(document.at("/c").isBoolean()).isTrue();
    assertThat(document.at("/d").isIntegralNumber()).isTrue();
    assertThat(document.at("/e").isNumber()).isTrue();
    assertThat(document.at("/f").isNull()).isTrue();
  }

  @Test
  void a_whole_number_beyond_a_long_keeps_its_digits() {
    assertThat(parse("a: 123456789012345678901\n").at("/a").toString())
        .isEqualTo("123456789012345678901");
  }

  @Test
  void every_key_written_twice_is_told_and_the_first_counts() {
    Document document = parse("a: 1\nb: {c: 1, c: {x: [1]}}\na: 2\n");
    assertThat(document.at("/a").intValue()).isEqualTo(1);
    assertThat(messages())
        .containsExactly(
            "f.yaml:2:11  key `c` is there twice; first in line 2",
            "f.yaml:3:1  key `a` is there twice; first in line 1");
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("", "1:1  the file is empty"),
        Arguments.of("# nothing\n", "1:1  the file is empty"),
        Arguments.of("---\n", "1:1  the file is empty"),
        Arguments.of(
            "a: 1\n---\nb: 2\n",
            "3:1  a second document: write one per file, without `---` between"),
        Arguments.of("a: b: c\n", "1:5  not valid YAML: mapping values are not allowed here"),
        Arguments.of(
            "a: [1, 2\nb: 3\n",
            "2:2  not valid YAML: expected ',' or ']', but got : (while parsing a flow sequence,"
                + " begun in line 1)"),
        Arguments.of(
            "a: 'x\n",
            "2:1  not valid YAML: found unexpected end of stream (while scanning a quoted scalar,"
                + " begun in line 1)"),
        Arguments.of(
            "\ta: 1\n",
            "1:1  not valid YAML: found character '\\t(TAB)' that cannot start any token. (Do not"
                + " use \\t(TAB) for indentation) (while scanning for the next token)"),
        Arguments.of("? [x, y]\n: 1\n", "1:4  not valid YAML: a key must be a plain text"),
        Arguments.of(
            "a: &x 1\nb: *x\n", "2:4  an alias (`*name`) is not supported: write the value"),
        Arguments.of("a: !!binary aGVsbG8=\n", "1:4  a value of a kind that is not supported"),
        Arguments.of("a: 1\nb: é\u0001\n", "2:5  a control character, which YAML does not allow"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void what_cannot_be_read_is_told_with_its_place(String yaml, String expected) {
    assertThat(Document.parse(yaml, "f.yaml", problems)).isEmpty();
    assertThat(messages()).containsExactly("f.yaml:" + expected);
  }

  @Test
  void a_syntax_error_never_quotes_the_text_around_it() {
    Document.parse("token: 'canary-4711\nother: [\n", "f.yaml", problems);
    assertThat(messages()).hasSize(1).noneMatch(message -> message.contains("canary"));
  }

  @Test
  void nesting_beyond_reason_is_told_and_not_a_crash() {
    assertThat(Document.parse("[".repeat(5000), "f.yaml", problems)).isEmpty();
    assertThat(messages()).hasSize(1).noneMatch(message -> message.contains("Exception"));
  }

  @Test
  void a_missing_file_and_a_directory_are_told() {
    assertThat(Document.read(directory.resolve("none.yaml"), "none.yaml", problems)).isEmpty();
    assertThat(Document.read(directory, "dir", problems)).isEmpty();
    assertThat(messages())
        .containsExactly("dir:1:1  is a directory, not a file", "none.yaml:1:1  no such file");
  }

  @Test
  void a_file_that_is_not_utf_8_is_told_with_the_place_of_the_wrong_byte() throws IOException {
    Path file = directory.resolve("latin1.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', 'x', '\n', 'b', ':', ' ', (byte) 0xE9, '\n'});
    assertThat(Document.read(file, "latin1.yaml", problems)).isEmpty();
    assertThat(messages()).containsExactly("latin1.yaml:2:4  not UTF-8: save the file as UTF-8");
  }

  @Test
  void a_file_that_ends_within_a_character_is_told() throws IOException {
    Path file = directory.resolve("cut.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3});
    assertThat(Document.read(file, "cut.yaml", problems)).isEmpty();
    assertThat(messages()).containsExactly("cut.yaml:1:4  not UTF-8: save the file as UTF-8");
  }

  @Test
  void a_byte_order_mark_is_skipped() throws IOException {
    Path file = directory.resolve("bom.yaml");
    Files.writeString(file, "\uFEFFa: 1\n");
    Document document = Document.read(file, "bom.yaml", problems).orElseThrow();
    assertThat(document.at("/a").intValue()).isEqualTo(1);
    assertThat(document.position("/a")).isEqualTo(new Position(1, 1));
  }

  @Test
  void a_documents_text_form_does_not_show_its_content() {
    assertThat(parse("token: canary-4711\n")).hasToString("Document[f.yaml]");
  }

  private Document parse(String yaml) {
    return Document.parse(yaml, "f.yaml", problems).orElseThrow();
  }

  private List<String> messages() {
    return problems.all().stream().map(Problem::toString).toList();
  }
}
