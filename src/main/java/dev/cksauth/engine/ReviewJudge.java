package dev.cksauth.engine;

import dev.cksauth.catalogue.Expectation;
import dev.cksauth.catalogue.Expectation.ReviewWord;
import dev.cksauth.catalogue.Matcher;
import dev.cksauth.probe.IdentityAnswer;
import dev.cksauth.probe.ReviewAnswer;
import dev.cksauth.subject.Expected;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether a review was answered as it should have been. */
final class ReviewJudge {

  private final Expectation expect;
  private final Presented presented;
  private final UnaryOperator<String> names;

  /** A judge of answers to reviews of one credential. */
  ReviewJudge(Expectation expect, Presented presented, UnaryOperator<String> names) {
    this.expect = expect;
    this.presented = presented;
    this.names = names;
  }

  /**
   * How an answer stands.
   *
   * @param status in words, such as {@code HTTP 200}
   */
  Judged judge(ReviewAnswer answer, String status) {
    ReviewWord word =
        switch (answer) {
          case ReviewAnswer.Accepted ignored -> ReviewWord.ACCEPTED;
          case ReviewAnswer.Denied ignored -> ReviewWord.DENIED;
          case ReviewAnswer.Faulted ignored -> ReviewWord.FAULTED;
        };
    String actual = (status.isEmpty() ? "" : status + ", ") + words(answer);
    List<Judged> parts = new ArrayList<>();
    if (!expect.answer().isEmpty()) {
      // A user of system:anonymous counts as not accepted.
      boolean nobody =
          answer instanceof ReviewAnswer.Accepted accepted
              && accepted.username().equals(IdentityAnswer.ANONYMOUS);
      boolean holds =
          nobody ? !expect.answer().contains(ReviewWord.ACCEPTED) : expect.answer().contains(word);
      parts.add(Judged.of(holds, expected(expect.answer(), ReviewWord.ACCEPTED), actual));
    }
    @Nullable String username =
        answer instanceof ReviewAnswer.Accepted accepted ? accepted.username() : null;
    expect
        .username()
        .ifPresent(matcher ->
            parts.add(
                Judged.of(
                    matcher.accepts(username, names), "user " + matcher.words(names), actual)));
    expect.identity().ifPresent(matcher -> parts.add(identity(matcher, answer, actual)));
    return parts.isEmpty() ? Judged.met("an answer", actual) : Judged.all(parts);
  }

  private Judged identity(Matcher matcher, ReviewAnswer answer, String actual) {
    if (!(answer instanceof ReviewAnswer.Accepted accepted)) {
      return Judged.unmet(identityWords(matcher), actual);
    }
    boolean own =
        matcher instanceof Matcher.AnyOf(List<@Nullable String> values)
            && values.contains(Expectation.OWN);
    boolean holds =
        own
            ? presented.expected().map(whom -> is(whom, accepted)).orElse(true)
            : matcher.accepts(accepted.username(), names);
    return Judged.of(holds, identityWords(matcher), actual);
  }

  private String identityWords(Matcher matcher) {
    boolean own =
        matcher instanceof Matcher.AnyOf(List<@Nullable String> values)
            && values.contains(Expectation.OWN);
    return own
        ? presented.expected().map(ReviewJudge::words).orElse("a user")
        : "user " + matcher.words(names);
  }

  private static boolean is(Expected whom, ReviewAnswer.Accepted accepted) {
    boolean groups =
        whom.groups()
            .map(wanted -> new TreeSet<>(wanted).equals(new TreeSet<>(accepted.groups())))
            .orElse(true);
    boolean uid = whom.uid().isEmpty() || whom.uid().equals(accepted.uid());
    boolean extra =
        whom.extra().entrySet().stream()
            .allMatch(each -> Objects.equals(accepted.extra().get(each.getKey()), each.getValue()));
    return whom.username().equals(accepted.username()) && groups && uid && extra;
  }

  private static String words(Expected whom) {
    return user(
        whom.username(),
        whom.groups().orElse(Set.of()),
        whom.uid(),
        whom.extra(),
        whom.groups().isPresent());
  }

  /**
   * What is expected, in words.
   *
   * @param yes what these reviews say where they say yes
   */
  static String expected(Set<ReviewWord> answers, ReviewWord yes) {
    if (answers.containsAll(EnumSet.of(ReviewWord.DENIED, ReviewWord.FAULTED))
        && !answers.contains(yes)) {
      String word = yes.name().toLowerCase(Locale.ROOT);
      return answers.contains(ReviewWord.UNANSWERED) ? "anything but " + word : "not " + word;
    }
    return answers.stream()
        .map(word -> word.name().toLowerCase(Locale.ROOT).replace('_', ' '))
        .sorted()
        .collect(Collectors.joining(" or "));
  }

  /** An answer in words. */
  static String words(ReviewAnswer answer) {
    return switch (answer) {
      case ReviewAnswer.Accepted accepted ->
          "accepted as "
              + user(
                  accepted.username(),
                  Set.copyOf(accepted.groups()),
                  accepted.uid(),
                  accepted.extra(),
                  !accepted.groups().isEmpty());
      case ReviewAnswer.Denied(Optional<String> error) ->
          "denied" + error.map(text -> ": " + text).orElse("");
      case ReviewAnswer.Faulted(String why) -> "faulted: " + why;
    };
  }

  private static String user(
      String name,
      Set<String> groups,
      Optional<String> uid,
      Map<String, List<String>> extra,
      boolean grouped) {
    return "user "
        + (name.isEmpty() ? "\"\"" : name)
        + (grouped ? ", groups " + new TreeSet<>(groups) : "")
        + uid.map(id -> ", uid " + id).orElse("")
        + (extra.isEmpty() ? "" : ", extra " + new java.util.TreeMap<>(extra));
  }
}
