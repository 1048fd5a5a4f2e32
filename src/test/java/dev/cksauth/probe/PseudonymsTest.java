package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.probe.Pseudonyms.Kind;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PseudonymsTest {
  private final Pseudonyms names = new Pseudonyms();

  @ParameterizedTest
  @CsvSource({
    "alice is who is meant, user-1 is who is meant",
    "user \"alice\" cannot, user \"user-1\" cannot",
    "malice and alices, malice and alices",
    "oidc:alice, oidc:user-1",
    "alice_b, user-1_b",
    "Alice, Alice",
    "alice, user-1",
  })
  void aNameIsReplacedWhereItIsAWord(String text, String shown) {
    names.add(Kind.USER, "alice");
    assertThat(names.apply(text)).isEqualTo(shown);
  }

  @Test
  void theSameNameHasTheSamePseudonymAndAnotherHasAnother() {
    names.add(Kind.USER, "alice");
    names.add(Kind.USER, "bob");
    names.add(Kind.GROUP, "alice");
    assertThat(names.apply("alice, bob, alice")).isEqualTo("user-1, user-2, user-1");
  }

  @Test
  void theLongestNameIsTheOneThatIsMeant() {
    names.add(Kind.HOST, "k8s.acme.example");
    names.add(Kind.HOST, "api.k8s.acme.example");
    names.add(Kind.GROUP, "dev");
    names.add(Kind.GROUP, "team:dev");
    assertThat(names.apply("api.k8s.acme.example k8s.acme.example team:dev xteam:dev"))
        .isEqualTo("host-2 host-1 group-2 xteam:group-1");
  }

  @Test
  void hostsHaveNoCase() {
    names.add(Kind.HOST, "API.Acme.example");
    assertThat(names.apply("https://api.acme.EXAMPLE:6443/")).isEqualTo("https://host-1:6443/");
  }

  @Test
  void aNameIsFoundInItsEncodedForms() {
    String name = "canary/user+0001@acme.example";
    names.add(Kind.USER, name);
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    assertThat(names.apply("x" + Base64.getEncoder().encodeToString(bytes))).isEqualTo("xuser-1");
    assertThat(names.apply(URLEncoder.encode(name, StandardCharsets.UTF_8))).isEqualTo("user-1");
    byte[] login = ("login:" + name + ":password").getBytes(StandardCharsets.UTF_8);
    assertThat(names.apply(Base64.getUrlEncoder().encodeToString(login)))
        .contains("user-1")
        .hasSizeLessThan(28);
  }

  @Test
  void oneCharacterIsNoName() {
    names.add(Kind.USER, "a");
    assertThat(names.apply("a word")).isEqualTo("a word");
  }
}
