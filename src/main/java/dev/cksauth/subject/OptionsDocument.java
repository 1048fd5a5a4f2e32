package dev.cksauth.subject;

import dev.cksauth.input.Document;
import dev.cksauth.input.Position;
import dev.cksauth.input.Problem;
import dev.cksauth.input.Problems;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * The file that a user would have written in the place of {@link WebhookOptions}, so that both are
 * read and refused alike. Every option has a line of its own; what is wrong with the line is told
 * of the option.
 */
final class OptionsDocument {
  /** Relative paths start from the directory of a file, here from the working directory. */
  static final String NAME = "command-line";

  private static final int LONGEST_NAME = 63;

  private final JsonMapper json = new JsonMapper();
  private final StringBuilder text = new StringBuilder();
  private final List<String> options = new ArrayList<>();

  private OptionsDocument() {}

  static OptionsDocument of(WebhookOptions given) {
    OptionsDocument document = new OptionsDocument();
    document.line("--url", "apiVersion: cks-auth.dev/v1");
    document.line("--url", "kind: Webhook");
    document.line("--url", "metadata: {name: %s}".formatted(document.quoted(name(given.url()))));
    document.line("--url", "endpoint:");
    document.line("--url", "  url: " + document.quoted(given.url()));
    given.ca().ifPresent(ca -> document.line("--ca", "  ca: " + document.quoted(ca)));
    if (!given.audiences().isEmpty()) {
      document.line("--audience", "  audiences:");
      given
          .audiences()
          .forEach(each -> document.line("--audience", "    - " + document.quoted(each)));
    }
    if (!given.tokens().isEmpty()) {
      document.line("--token", "credentials:");
      given.tokens().forEach(document::credential);
    }
    return document;
  }

  private void credential(WebhookOptions.Token token) {
    line(
        "--token " + token.name(),
        "  - {name: %s, kind: valid, token: {%s: %s}}"
            .formatted(quoted(token.name()), token.source(), quoted(token.place())));
  }

  private void line(String option, String line) {
    options.add(option);
    text.append(line).append('\n');
  }

  private String quoted(String value) {
    return json.writeValueAsString(value);
  }

  /** The host, in letters that a name may have. */
  private static String name(String url) {
    String host;
    try {
      host = Optional.ofNullable(new URI(url).getHost()).orElse("");
    } catch (URISyntaxException malformed) {
      host = "";
    }
    String name =
        host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+", "");
    String cut = name.substring(0, Math.min(name.length(), LONGEST_NAME)).replaceAll("[.-]+$", "");
    return cut.isEmpty() ? "webhook" : cut;
  }

  Optional<Document> parse() {
    return Document.parse(text.toString(), NAME, new Problems());
  }

  /** What is wrong, told of the options. */
  List<Problem> ofOptions(Problems found) {
    return found.all().stream()
        .map(problem ->
            new Problem(
                options.get(Math.min(problem.at().line(), options.size()) - 1),
                Position.START,
                problem
                    .message()
                    .replaceFirst("^(endpoint|credentials|metadata)[A-Za-z0-9.\\[\\]]*: ", "")
                    .replace("(looked beside " + NAME + ")", "(looked in the working directory)")))
        .toList();
  }
}
