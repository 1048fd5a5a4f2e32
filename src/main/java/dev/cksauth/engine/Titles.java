package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.catalogue.Step;
import java.util.function.UnaryOperator;

/** Steps in words, for those without a title of their own. */
public final class Titles {

  private Titles() {}

  /** The step's title, or a sentence made of what it does; names are filled in. */
  static String of(Step step, Go go) {
    return of(step, go::named);
  }

  /** The step's title, or a sentence made of what it does; names stay in braces. */
  public static String of(Step step) {
    return of(step, UnaryOperator.identity());
  }

  private static String of(Step step, UnaryOperator<String> named) {
    String own = step.head().title();
    return named.apply(own.isEmpty() ? sentence(step) : own);
  }

  /** What a step does, in words. */
  public static String sentence(Step step) {
    return switch (step) {
      case Step.Request r ->
          "%s to the %s endpoint, %s".formatted(request(r), r.endpoint(), with(r.as()));
      case Step.Review r ->
          "a %s TokenReview %s%s"
              .formatted(
                  r.version(),
                  r.token().isPresent() ? "of a given text" : with(r.as()),
                  r.form().equals(Step.Form.USUAL) ? "" : ", in a form of its own");
      case Step.Access a ->
          "a %s SubjectAccessReview, %s%s"
              .formatted(
                  a.version(),
                  a.decision().equals("unlisted")
                      ? "of a user whom nobody knows"
                      : "which the file expects to be " + a.decision().replace('-', ' '),
                  a.form().equals(Step.Form.USUAL) ? "" : ", in a form of its own");
      case Step.Issue i -> "have a %s token made".formatted(i.kind());
      case Step.Sign s -> signed(s);
      case Step.LogIn l ->
          "log %s in at %s: %s"
              .formatted(
                  l.user(),
                  l.issuer().map(issuer -> "issuer " + issuer).orElse("the webhook"),
                  l.login().replace('-', ' '));
      case Step.Make m -> "make a token of the form " + m.form().replace('-', ' ');
      case Step.Forge f ->
          "forge a token of %s: %s".formatted(f.from(), f.mutation().replace('-', ' '));
      case Step.Act a when a.webhook().isPresent() -> webhook(a);
      case Step.Act a ->
          "%s%s%s"
              .formatted(
                  a.action(),
                  a.credential().or(a::user).map(c -> " " + c).orElse(""),
                  a.issuer()
                      .map(i -> " issuer " + i + a.fault().map(f -> ": " + f).orElse(""))
                      .orElse(""));
      case Step.Configure c ->
          "change the cluster through the CKS API%s%s"
              .formatted(
                  c.as().equals(Names.CKS_API) ? "" : ", " + with(c.as()),
                  c.mask().map(mask -> ": " + mask).orElse(""));
      case Step.Observe o ->
          "ask what %s was asked%s%s%s"
              .formatted(
                  named(o.webhook()),
                  o.as().map(as -> " about the token of " + as).orElse(""),
                  o.about().isEmpty() ? "" : " about " + String.join(", ", o.about().values()),
                  o.last() ? " since then" : "");
      case Step.Await a ->
          a.within().equals(Step.CACHES)
              ? "repeat for as long as the webhook's answers are kept: " + sentence(a.attempt())
              : "repeat for at most %d s: %s"
                  .formatted(Math.max(1, a.within().toSeconds()), sentence(a.attempt()));
      case Step.Check c -> "check: " + c.name().replace('-', ' ');
    };
  }

  private static String signed(Step.Sign s) {
    String changed = DraftWords.of(s);
    return "sign a token of issuer " + s.issuer() + (changed.isEmpty() ? "" : ": " + changed);
  }

  private static String webhook(Step.Act act) {
    return "%s %s%s%s%s%s"
        .formatted(
            act.action(),
            named(act.webhook().orElseThrow()),
            about(act),
            act.fault().map(fault -> ": " + fault).orElse("")
                + act.answer().map(answer -> " " + answer).orElse(""),
            act.credential().map(as -> ", for the token of " + as).orElse("")
                + act.user().map(user -> ", for " + user).orElse(""),
            act.times().map(times -> ", %d times".formatted(times)).orElse(""));
  }

  private static String about(Step.Act act) {
    return act.user().map(user -> "'s user " + user).orElse("")
        + act.group().map(group -> " in group " + group).orElse("")
        + act.device().map(device -> " with their " + device).orElse("");
  }

  private static String named(String webhook) {
    return webhook.equals(Names.TOKEN) ? "the webhook" : "webhook " + webhook;
  }

  private static String request(Step.Request r) {
    if (!r.raw().isEmpty()) {
      return "`" + r.raw().getFirst() + "` as written";
    }
    return r.path()
        .map(path -> r.method().orElse(r.body().isPresent() ? "POST" : "GET") + " " + path)
        .orElse("a SelfSubjectReview");
  }

  private static String with(String as) {
    return switch (as) {
      case "none" -> "without a credential";
      case "unknown" -> "with a token that nobody issued";
      default -> "with " + as;
    };
  }
}
