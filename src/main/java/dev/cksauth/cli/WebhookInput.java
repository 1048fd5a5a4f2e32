package dev.cksauth.cli;

import dev.cksauth.catalogue.Catalogue;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problems;
import dev.cksauth.subject.Environment;
import dev.cksauth.subject.Subject;
import dev.cksauth.subject.SubjectLoader;
import dev.cksauth.subject.WebhookOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A webhook that options describe, without a file. */
final class WebhookInput {

  private static final Pattern TOKEN = Pattern.compile("([^=]+)=(env|file):(.*)", Pattern.DOTALL);

  @Option(names = "--url", paramLabel = "URL", description = "Where the webhook listens.")
  private @Nullable String url;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Certificates in PEM to trust its certificate by; default: the system's trust store")
  private @Nullable String ca;

  @Option(
      names = "--token",
      paramLabel = "NAME=SOURCE",
      description = {
        "A token that it should accept. NAME is yours to choose; SOURCE is env:VARIABLE or"
            + " file:PATH, never the token itself. Repeatable.",
        "Other inputs (expired tokens, users, a log, …): see `cks-auth init webhook`."
      })
  private List<String> tokens = new ArrayList<>();

  @Option(
      names = "--audience",
      paramLabel = "AUDIENCE",
      description =
          "One of the API server's --api-audiences; default: reviews name none. Repeatable.")
  private List<String> audiences = new ArrayList<>();

  /** Whether any of these options is there. */
  boolean given() {
    return url != null || ca != null || !tokens.isEmpty() || !audiences.isEmpty();
  }

  /**
   * The webhook.
   *
   * @param besideFiles whether files of subjects are named too, which is refused
   */
  Optional<Subject> subject(Catalogue catalogue, boolean besideFiles, Problems problems) {
    if (besideFiles) {
      problem(
          problems,
          first(),
          "describes a webhook, and a subject file does so too: give one of them");
      return Optional.empty();
    }
    if (url == null) {
      problem(problems, first(), "needs `--url`, which says where the webhook listens");
    }
    List<WebhookOptions.Token> read = tokens(problems);
    WebhookOptions options =
        new WebhookOptions(
            url == null ? "https://none.invalid" : url, Optional.ofNullable(ca), read, audiences);
    return new SubjectLoader(catalogue.capabilities().keySet())
        .load(options, Environment.ofProcess(), problems);
  }

  private String first() {
    if (url != null) {
      return "--url";
    }
    return ca != null ? "--ca" : !tokens.isEmpty() ? "--token" : "--audience";
  }

  /** What is refused here is not quoted: it may be a token. */
  private List<WebhookOptions.Token> tokens(Problems problems) {
    List<WebhookOptions.Token> read = new ArrayList<>();
    for (int at = 0; at < tokens.size(); at++) {
      Matcher matcher = TOKEN.matcher(tokens.get(at));
      String option = tokens.size() == 1 ? "--token" : "--token (no. %d)".formatted(at + 1);
      if (matcher.matches()) {
        read.add(new WebhookOptions.Token(matcher.group(1), matcher.group(2), matcher.group(3)));
      } else if (tokens.get(at).indexOf('=') > 0) {
        problem(
            problems,
            option,
            "is not taken in clear, as other users and the shell's history see the command line:"
                + " put the token into a variable or a file, and give NAME=env:VARIABLE or"
                + " NAME=file:PATH");
      } else {
        problem(problems, option, "must be NAME=env:VARIABLE or NAME=file:PATH");
      }
    }
    return read;
  }

  private static void problem(Problems problems, String option, String message) {
    problems.add(option, Position.START, message);
  }
}
