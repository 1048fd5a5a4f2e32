package dev.cksauth.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarTest {
  private static final List<String> KNOWN = List.of("credentials", "capabilities", "url", "CA");

  @Test
  void finds_the_word_behind_a_usual_slip() {
    assertThat(Similar.to("credentails", KNOWN)).contains("credentials");
    assertThat(Similar.to("credential", KNOWN)).contains("credentials");
    assertThat(Similar.to("capabilitties", KNOWN)).contains("capabilities");
    assertThat(Similar.to("ulr", KNOWN)).contains("url");
  }

  @Test
  void does_not_mind_case() {
    assertThat(Similar.to("URL", KNOWN)).contains("url");
    assertThat(Similar.to("ca", KNOWN)).contains("CA");
  }

  @Test
  void does_not_guess_where_nothing_is_near() {
    assertThat(Similar.to("observer", KNOWN)).isEmpty();
    assertThat(Similar.to("x", List.of())).isEmpty();
  }

  @Test
  void counts_a_swap_of_neighbours_as_one_slip() {
    assertThat(Similar.distance("ab", "ba")).isEqualTo(1);
  }

  @Test
  void shows_of_a_long_list_what_is_near_and_how_long_it_is() {
    List<String> many = IntStream.range(0, 100).mapToObj("word-%03d"::formatted).toList();
    assertThat(Similar.list("word-07", many))
        .contains("word-007", "word-070")
        .doesNotContain("word-099")
        .endsWith("… (100 in all)");
  }
}
