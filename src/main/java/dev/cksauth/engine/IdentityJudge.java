package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Matcher;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.subject.Expected;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Decides whether an endpoint took the sender for whom it should have. */
final class IdentityJudge {

  private final Matcher matcher;
  private final Presented presented;
  private final UnaryOperator<String> names;
  private final boolean controlPassed;
  private final Optional<IdentityAnswer.Named> established;
  private final Supplier<Boolean> sameWithoutCredential;

  /**
   * A judge of one answer.
   *
   * @param controlPassed whether a control at the same endpoint passed: then a 403 that names
   *     nobody is a gateway's way to refuse
   * @param established whom a control found behind the credential
   * @param sameWithoutCredential whether the same request without the credential is answered alike
   */
  IdentityJudge(
      Matcher matcher,
      Presented presented,
      UnaryOperator<String> names,
      boolean controlPassed,
      Optional<IdentityAnswer.Named> established,
      Supplier<Boolean> sameWithoutCredential) {
    this.matcher = matcher;
    this.presented = presented;
    this.names = names;
    this.controlPassed = controlPassed;
    this.established = established;
    this.sameWithoutCredential = sameWithoutCredential;
  }

  Judged judge(int status, IdentityAnswer answer) {
    String expected = expected();
    String actual = "HTTP %d, %s".formatted(status, words(answer));
    return switch (answer) {
      case IdentityAnswer.Named named -> named(named, expected, actual);
      case IdentityAnswer.Anonymous ignored ->
          Judged.of(wants(Expectation.ANONYMOUS), expected, actual);
      case IdentityAnswer.Refused() -> Judged.of(wants(Expectation.NONE), expected, actual);
      case IdentityAnswer.LetIn ignored -> letIn(expected, actual);
      case IdentityAnswer.Undetermined undetermined -> open(undetermined, expected, actual);
    };
  }

  /** Where nobody was to be let in, that somebody was is all there is to know. */
  private Judged letIn(String expected, String actual) {
    return wants(Expectation.NONE) || wants(Expectation.ANONYMOUS)
        ? Judged.unmet(expected, actual)
        : Judged.unknown(expected, actual);
  }

  private Judged open(IdentityAnswer.Undetermined undetermined, String expected, String actual) {
    if (wants(Expectation.NONE) && undetermined.forbiddenNamingNobody() && controlPassed) {
      return Judged.met(expected, actual + "; the control was let through here");
    }
    boolean credential = presented.token().isPresent() || presented.certificate().isPresent();
    if (wants(Expectation.ANONYMOUS) && credential && sameWithoutCredential.get()) {
      return Judged.met(expected, actual + "; the same as without the credential");
    }
    return Judged.unknown(expected, actual);
  }

  private Judged named(IdentityAnswer.Named named, String expected, String actual) {
    if (!wants(Expectation.OWN)) {
      boolean literal = !reserved(named.username()) && matcher.accepts(named.username(), names);
      return Judged.of(literal, expected, actual);
    }
    Optional<String> changed = established.flatMap(before -> changed(before, named));
    if (changed.isPresent()) {
      return Judged.unmet(expected + ", as in the control", actual + "; " + changed.get());
    }
    Optional<Expected> own = presented.expected();
    if (own.isEmpty()) {
      return Judged.met(expected, actual);
    }
    if (!own.get().username().equals(named.username())) {
      return Judged.unmet(expected, actual);
    }
    Optional<Set<String>> groups = own.get().groups();
    if (groups.isEmpty() || !named.complete()) {
      return Judged.met(expected, actual);
    }
    // The API server adds this group to whoever is authenticated (contract A-88).
    Set<String> wanted = new TreeSet<>(groups.get());
    wanted.add("system:authenticated");
    return Judged.of(
        wanted.equals(new TreeSet<>(named.groups())),
        expected + " with the groups " + wanted,
        actual);
  }

  /** What is other than the control saw: a request must not change whom a credential stands for. */
  private static Optional<String> changed(IdentityAnswer.Named before, IdentityAnswer.Named now) {
    if (!before.username().equals(now.username())) {
      return Optional.of("the control found " + before.username());
    }
    if (!before.complete() || !now.complete()) {
      return Optional.empty();
    }
    if (!new TreeSet<>(before.groups()).equals(new TreeSet<>(now.groups()))) {
      return Optional.of("the control found the groups " + before.groups());
    }
    return before.uid().equals(now.uid())
        ? Optional.empty()
        : Optional.of(
            "uid %s, the control found %s"
                .formatted(now.uid().orElse("absent"), before.uid().orElse("absent")));
  }

  /** A user may be called so; the words of the catalogue do not mean such a user. */
  private static boolean reserved(String username) {
    return Set.of(Expectation.NONE, Expectation.ANONYMOUS, Expectation.OWN).contains(username);
  }

  private boolean wants(String word) {
    return matcher instanceof Matcher.AnyOf(List<@Nullable String> values) && values.contains(word);
  }

  private String expected() {
    if (!(matcher instanceof Matcher.AnyOf(List<@Nullable String> values))) {
      return "a user " + matcher.words(names);
    }
    return String.join(
        " or ", values.stream().map(value -> value == null ? "nobody" : sentence(value)).toList());
  }

  private String sentence(String word) {
    return switch (word) {
      case Expectation.NONE -> "refused (HTTP 401)";
      case Expectation.ANONYMOUS -> "taken for system:anonymous";
      case Expectation.OWN ->
          "user "
              + presented
                  .expected()
                  .map(Expected::username)
                  .orElse("as the credential has it, not anonymous");
      default -> "user " + names.apply(word);
    };
  }

  static String words(IdentityAnswer answer) {
    return switch (answer) {
      case IdentityAnswer.Named named ->
          named.complete()
              ? "user %s, groups %s".formatted(named.username(), named.groups())
              : "names user " + named.username();
      case IdentityAnswer.Anonymous(String how) -> "taken for system:anonymous (" + how + ")";
      case IdentityAnswer.Refused() -> "refused";
      case IdentityAnswer.LetIn(String how) -> how;
      case IdentityAnswer.Undetermined(String why, boolean nobody) -> why;
    };
  }
}
