package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.probe.IdentityAnswer.Anonymous;
import dev.cksauth.probe.IdentityAnswer.Named;
import dev.cksauth.probe.IdentityAnswer.Refused;
import dev.cksauth.probe.IdentityAnswer.Undetermined;
import dev.cksauth.probe.ReviewAnswer.Accepted;
import dev.cksauth.probe.ReviewAnswer.Denied;
import dev.cksauth.probe.ReviewAnswer.Faulted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean. */
class AnswersTest {
  private static final String V1 = "authentication.k8s.io/v1";

  private static IdentityAnswer identity(int status, String body) {
    return IdentityAnswer.read(Probing.answered(status, "application/json", body));
  }

  private static IdentityAnswer forbidden(String message) {
    return identity(
        403,
        "{\"kind\":\"Status\",\"message\":\""
            + message.replace("\\", "\\\\").replace("\"", "\\\"")
            + "\"}");
  }

  private static ReviewAnswer review(String body, String... audiences) {
    return ReviewAnswer.read(
        Probing.answered(200, "application/json", body), V1, List.of(audiences));
  }

  @Test
  void reviewsNameTheirUser() {
    assertThat(
            identity(
                201,
                "{\"kind\":\"SelfSubjectReview\",\"status\":{\"userInfo\":{\"username\":\"a\","
                    + "\"uid\":\"u\",\"groups\":[\"g\"],\"extra\":{\"k\":[\"v\"]}}}}"))
        .isEqualTo(new Named("a", List.of("g"), Optional.of("u"), Map.of("k", List.of("v")), true));
    assertThat(
            identity(
                201,
                "{\"kind\":\"SelfSubjectReview\",\"status\":{\"userInfo\":{\"username\":"
                    + "\"system:anonymous\"}}}"))
        .isInstanceOf(Anonymous.class);
  }

  @Test
  void refusalsNameTheirUser() {
    assertThat(forbidden("x is forbidden: User \"a\\\"b\\u00e9\" cannot get path \"/x\""))
        .isEqualTo(new Named("a\"bé", List.of(), Optional.empty(), Map.of(), false));
    assertThat(forbidden("pods \"forbidden: User \" is forbidden: User \"real\" cannot"))
        .isInstanceOfSatisfying(
            Named.class, named -> assertThat(named.username()).isEqualTo("real"));
    assertThat(forbidden("forbidden: User \"system:anonymous\" cannot get path \"/\""))
        .isInstanceOf(Anonymous.class);
    assertThat(forbidden("access denied"))
        .isEqualTo(new Undetermined("403 with a Kubernetes Status that names nobody", true));
    assertThat(identity(401, "anything")).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|<html>",
        "200|{}",
        "200|[]",
        "200|",
        "302|x",
        "404|x",
        "500|x",
        "429|x",
        "201|{\"kind\":\"SelfSubjectReview\"}",
        "201|{\"kind\":\"SelfSubjectReview\",\"status\":{\"userInfo\":{\"username\":7}}}"
      })
  void allElseIsUndetermined(int status, @Nullable String body) {
    assertThat(identity(status, body == null ? "" : body))
        .isInstanceOfSatisfying(
            Undetermined.class, answer -> assertThat(answer.forbiddenNamingNobody()).isFalse());
  }

  @Test
  void whoIsUpgradedIsLetIn() {
    assertThat(identity(101, "")).isInstanceOf(IdentityAnswer.LetIn.class);
  }

  @Test
  void hostileBodiesAreUndetermined() {
    for (String body : List.of("[".repeat(1 << 20), "{\"a\":".repeat(1 << 18), "\ud800{", "{\"")) {
      assertThat(identity(200, body)).isInstanceOf(Undetermined.class);
      assertThat(identity(403, body)).isInstanceOf(Undetermined.class);
      assertThat(review(body)).isInstanceOf(Faulted.class);
    }
    assertThat(forbidden("\"".repeat(1 << 20))).isInstanceOf(Undetermined.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":{\"authenticated\":true,\"user\":{\"username\":\"a\"}}}",
        "{\"kind\":\"TokenReview\",\"status\":{\"authenticated\":true,\"user\":{\"username\":\"a\"}}}",
        "\ufeff{\"status\":{\"authenticated\":true,\"user\":{\"username\":\"a\"}}}",
        "status:\n  authenticated: true\n  user:\n    username: a\n",
        "{\"spec\":{\"token\":\"t\"},\"x\":1,\"status\":{\"authenticated\":true,\"error\":\"e\","
            + "\"user\":{\"username\":\"a\",\"groups\":null}}}",
        "{\"apiVersion\":\"authentication.k8s.io/v1\",\"kind\":\"TokenReview\","
            + "\"status\":{\"authenticated\":true,\"user\":{\"username\":\"a\"}}}"
      })
  void acceptedAsAnApiServerDoes(String body) {
    assertThat(review(body, "api"))
        .isEqualTo(new Accepted("a", List.of(), Optional.empty(), Map.of(), List.of("api")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "text",
        "<html><body>x</body></html>",
        "{\"status\":{}",
        "{}{}",
        "{\"apiVersion\":\"authentication.k8s.io/v1beta1\",\"status\":{}}",
        "{\"apiVersion\":\"v1\"}",
        "{\"kind\":\"tokenreview\"}",
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\"}",
        "{\"status\":{\"authenticated\":\"true\"}}",
        "{\"status\":{\"authenticated\":1}}",
        "{\"status\":{\"user\":{\"uid\":42}}}",
        "{\"status\":{\"user\":{\"groups\":\"g\"}}}",
        "{\"status\":{\"user\":{\"extra\":{\"k\":\"v\"}}}}",
        "{\"metadata\":\"x\"}"
      })
  void faulted(String body) {
    assertThat(review(body)).isInstanceOf(Faulted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{\"Status\":{\"Authenticated\":true}}",
        "{\"status\":{}}",
        "{\"status\":null}"
      })
  void denied(String body) {
    assertThat(review(body)).isEqualTo(new Denied(Optional.empty()));
  }

  @Test
  void audiences() {
    String start = "{\"status\":{\"authenticated\":true,\"audiences\":";
    assertThat(((Accepted) review(start + "[\"x\",\"api\",\"api\"]}}", "api")).audiences())
        .containsExactly("api", "api");
    assertThat(review(start + "[]}}", "api")).isInstanceOf(Accepted.class);
    assertThat(review(start + "[\"x\"]}}")).isInstanceOf(Accepted.class);
    assertThat(review(start + "[\"API\"]}}", "api")).isInstanceOf(Denied.class);
    assertThat(review("{\"status\":{\"audiences\":[\"x\"],\"error\":\"expired\"}}", "api"))
        .isEqualTo(new Denied(Optional.empty()));
    assertThat(review("{\"status\":{\"error\":\"expired\"}}", "api"))
        .isEqualTo(new Denied(Optional.of("expired")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"apiVersion\":\"v9\"}|the apiVersion of the answer is v9, not " + V1,
        "{\"kind\":\"Status\"}|the kind of the answer is Status, not TokenReview",
        "[]|the body is a list, not an object",
        "{\"status\":{\"authenticated\":1}}|status.authenticated is a number, not a boolean",
        "{\"status\":{\"user\":\"a\"}}|status.user is a text, not an object",
        "{\"status\":{\"user\":{\"uid\":7}}}|status.user.uid is a number, not a text",
        "{\"status\":{\"user\":{\"groups\":\"a\"}}}"
            + "|status.user.groups is a text, not a list of texts",
        "{\"status\":{\"user\":{\"groups\":[7]}}}"
            + "|an item of status.user.groups is a number, not a text",
        "{\"status\":{\"user\":{\"extra\":{\"k\":\"v\"}}}}"
            + "|a value of status.user.extra is a text, not a list of texts"
      })
  void aFaultSaysWhatToChange(String body, String why) {
    assertThat(review(body)).isEqualTo(new Faulted(why));
  }

  @Test
  void aUserWithoutANameIsAccepted() {
    assertThat(review("{\"status\":{\"authenticated\":true}}"))
        .isInstanceOfSatisfying(Accepted.class, it -> assertThat(it.username()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"200,true", "206,true", "207,false", "301,false", "401,false", "503,false"})
  void statuses(int status, boolean read) {
    String body = "{\"status\":{\"authenticated\":true}}";
    assertThat(
            ReviewAnswer.read(Probing.answered(status, "", body), V1, List.of())
                instanceof Accepted)
        .isEqualTo(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/html|true",
        "application/cbor|true",
        "garbage|true",
        "application/json; charset=utf-8;|true",
        "application/json;;|false",
        "garbage//x|false",
        "a/b; c=\"d|false",
        "a/b; c=d; C=e|false"
      })
  void contentTypes(String type, boolean read) {
    String body = "{\"status\":{\"authenticated\":true}}";
    assertThat(
            ReviewAnswer.read(Probing.answered(200, type, body), V1, List.of()) instanceof Accepted)
        .isEqualTo(read);
  }
}
