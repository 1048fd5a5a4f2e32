package dev.cksauth.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaTest {
  private final Schema schema = Schema.load("input/example.schema.json");

  @Test
  void accepts_a_document_that_meets_the_schema() {
    assertThat(check("kind: Shop\nname: x\nkey: {env: A}\ndays: [monday]\ntill: {drawer: 1}\n"))
        .isEmpty();
  }

  @Test
  void tells_every_violation_at_its_key() {
    assertThat(check("kind: Shop\nname: x\nopens: 24\ncloses: late\nlabels:\n  UP: x\n  up: 1\n"))
        .containsExactly(
            "f.yaml:3:1  opens: must be at most 23",
            "f.yaml:4:1  closes: must be a whole number, is a text",
            "f.yaml:6:3  key `UP` must be lower-case letters",
            "f.yaml:7:3  labels.up: must be a text, is a whole number: write it in quotes");
  }

  @Test
  void tells_a_misspelt_key_once_and_not_as_missing_too() {
    assertThat(check("kind: Shop\nnmae: x\n"))
        .containsExactly(
            "f.yaml:2:1  unknown key `nmae` (did you mean `name`?); allowed here: kind, name,"
                + " opens, closes, address, zip, days, key, keys, labels, prices, till, size,"
                + " owner, goods");
  }

  @Test
  void does_not_take_a_key_that_is_there_for_the_one_meant() {
    assertThat(check("kind: Stall\nawning: true\nawnings: true\n"))
        .containsExactly("f.yaml:3:1  unknown key `awnings`; allowed here: kind, awning");
  }

  @Test
  void chooses_the_alternative_by_the_value_of_its_kind() {
    assertThat(check("kind: Stall\nname: x\n"))
        .containsExactly("f.yaml:2:1  unknown key `name`; allowed here: kind, awning");
  }

  @Test
  void finds_the_kind_that_was_meant() {
    assertThat(check("kind: Shp\n"))
        .containsExactly(
            "f.yaml:1:1  kind: unknown value `Shp` (did you mean `Shop`?); allowed: Shop, Stall");
  }

  @Test
  void asks_for_the_kind_first_where_it_is_missing() {
    assertThat(check("name: 5\n"))
        .containsExactly("f.yaml:1:1  missing key `kind`; allowed: Shop, Stall");
  }

  @Test
  void says_what_a_document_must_be_where_it_is_no_mapping() {
    assertThat(check("- x\n")).containsExactly("f.yaml:1:1  must be a mapping, is a list");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "address: elm | 3:1  address: must be a street and number, such as elm:12",
        "zip: '1' | 3:1  zip: is not valid: five digits",
        "zip: 12345 | 3:1  zip: must be a text, is a whole number: write it in quotes",
        "zip: | 3:1  zip: must be a text, is empty",
        "days: [monday, frday] | 3:16  days[1]: unknown value `frday` (did you mean `friday`?);"
            + " allowed: monday, tuesday, friday",
        "days: [monday, friday, monday] | 3:24  days[2]: is in the list twice",
        "days: [] | 3:1  days: must have at least 1 item, has 0",
        "days: monday | 3:1  days: must be a list, is a text",
        "days: [{a: 1}] | 3:8  days[0]: must be a text, is a mapping; allowed: monday, tuesday,"
            + " friday",
        "opens: 1 | 1:1  missing key `closes`, needed beside `opens`",
        "opens: 1.5 | 3:1  opens: must be a whole number, is a number",
        "prices: {aple: 1} | 3:10  unknown key `aple` (did you mean `apple`?); allowed here: apple,"
            + " pear",
        "size: lage | 3:1  size: unknown value `lage` (did you mean `large`?); allowed: small,"
            + " large",
        "owner: {bron: x} | 3:9  unknown key `bron` (did you mean `born`?); allowed here: born",
        "goods: stolen | 3:1  goods: must not be stolen",
        "name2: x | 3:1  unknown key `name2`; allowed here: kind, name, opens, closes, address,"
            + " zip, days, key, keys, labels, prices, till, size, owner, goods",
      })
  void says_in_plain_words_what_is_wrong(String line, String expected) {
    assertThat(check("kind: Shop\nname: x\n" + line + "\n")).contains("f.yaml:" + expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "key: 5 | 3:1  key: must be a text or a mapping, is a whole number: write it in quotes",
        "key: '' | 3:1  key: must not be empty",
        "key: {} | 3:1  key: must have exactly one of the keys env, exec",
        "key: {env: a} | 3:7  key.env: must match the pattern `^[A-Z_]+$`",
        "key: {evn: A} | 3:7  unknown key `evn` (did you mean `env`?); allowed here: env, exec,"
            + " each-use",
        "key: {file: A} | 3:1  key: must have exactly one of the keys env, exec",
        "key: {env: A, exec: [a]} | 3:1  key: has `env` and `exec`; exactly one is allowed of env,"
            + " exec",
        "key: {exec: a} | 3:7  key.exec: must be a list, is a text",
        "key: {exec: [a], each_use: true} | 3:18  unknown key `each_use` (did you mean"
            + " `each-use`?); allowed here: exec, each-use",
        "keys: [A, {env: 1}] | 3:12  keys[1].env: must be a text, is a whole number: write it in"
            + " quotes",
        "till: {drawer: x} | 3:8  till.drawer: must be a whole number, is a text",
        "till: 1 | 3:1  till: must be a text or a mapping, is a whole number: write it in quotes",
      })
  void tells_only_what_is_wrong_in_the_alternative_that_was_meant(String line, String expected) {
    assertThat(check("kind: Shop\nname: x\n" + line + "\n")).containsExactly("f.yaml:" + expected);
  }

  @Test
  void never_quotes_a_value_from_a_place_without_a_closed_list() {
    String canary = "canary-4711";
    assertThat(check("kind: Shop\nname: x\nzip: %1$s\nkey: {env: %1$s}\n".formatted(canary)))
        .hasSize(2)
        .noneMatch(message -> message.contains(canary));
  }

  @Test
  void refuses_a_schema_that_does_not_exist() {
    assertThatThrownBy(() -> Schema.load("input/none.schema.json"))
        .hasMessage("no schema input/none.schema.json on the class path");
  }

  @Test
  void refuses_a_schema_with_a_keyword_that_nobody_knows() {
    assertThatThrownBy(() -> Schema.load("input/misspelt.schema.json"))
        .hasMessageContaining("additionalPropertys");
  }

  private List<String> check(String yaml) {
    Problems problems = new Problems();
    Document document = Document.parse(yaml, "f.yaml", problems).orElseThrow();
    schema.check(document, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }
}
