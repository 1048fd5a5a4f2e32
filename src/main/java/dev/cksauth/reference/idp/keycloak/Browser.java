package dev.cksauth.reference.idp.keycloak;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * What a person does in a browser at Keycloak: fills in the form of each page, and sends it, until
 * a page has none. It keeps cookies, follows redirects, and knows no script.
 */
final class Browser implements AutoCloseable {

  private static final Pattern FORM =
      Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
  private static final Pattern INPUT = Pattern.compile("<(?:input|button)\\b([^>]*)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w-]+)\\s*=\\s*\"([^\"]*)\"");
  private static final Pattern MESSAGE =
      Pattern.compile("<span[^>]*(?:error|feedback)[^>]*>([^<]+)<");

  /** User name and password, one-time code, consent; one more says that something is refused. */
  private static final int PAGES = 6;

  private static final int OK = 200;

  private final HttpClient client;
  private final Map<String, String> answers;

  /**
   * A browser without cookies.
   *
   * @param answers what is filled into fields and pressed as buttons, by name
   */
  Browser(SSLContext trust, Map<String, String> answers) {
    this.answers = Map.copyOf(answers);
    client =
        HttpClient.newBuilder()
            .sslContext(trust)
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Calls.ANSWER)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  /** A form of a page. */
  private record Form(URI action, Map<String, String> fields) {}

  /**
   * Opens a page and fills in the forms from there on.
   *
   * @throws IOException when a page refuses, or when the same form comes back
   */
  void fillInAll(URI start) throws IOException, InterruptedException {
    HttpResponse<String> page = send(HttpRequest.newBuilder(start));
    for (int i = 0; i < PAGES; i++) {
      Optional<Form> form = form(page);
      if (form.isEmpty()) {
        return;
      }
      page =
          send(
              HttpRequest.newBuilder(form.get().action())
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(Calls.encoded(form.get().fields()))));
    }
    throw refused(page);
  }

  private HttpResponse<String> send(HttpRequest.Builder builder)
      throws IOException, InterruptedException {
    HttpResponse<String> page =
        client.send(builder.timeout(Calls.ANSWER).build(), BodyHandlers.ofString());
    if (page.statusCode() != OK) {
      throw refused(page);
    }
    return page;
  }

  private static FlowRefusedException refused(HttpResponse<String> page) {
    Matcher message = MESSAGE.matcher(page.body());
    return new FlowRefusedException(
        "the page " + page.uri().getPath(),
        page.statusCode(),
        "",
        message.find() ? message.group(1).strip() : "");
  }

  private Optional<Form> form(HttpResponse<String> page) throws IOException {
    Matcher form = FORM.matcher(page.body());
    if (!form.find()) {
      return Optional.empty();
    }
    URI action = page.uri().resolve(attributes(form.group(1)).getOrDefault("action", ""));
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher input = INPUT.matcher(form.group(2));
    while (input.find()) {
      Map<String, String> attributes = attributes(input.group(1));
      String name = attributes.getOrDefault("name", "");
      if (answers.containsKey(name)) {
        fields.put(name, answers.getOrDefault(name, ""));
      } else if (attributes.getOrDefault("type", "").equals("hidden")) {
        fields.put(name, attributes.getOrDefault("value", ""));
      }
    }
    if (fields.keySet().stream().noneMatch(answers::containsKey)) {
      throw new IOException("a form that is not known, at " + page.uri().getPath());
    }
    return Optional.of(new Form(action, fields));
  }

  private static Map<String, String> attributes(String tag) {
    Map<String, String> attributes = new LinkedHashMap<>();
    Matcher attribute = ATTRIBUTE.matcher(tag);
    while (attribute.find()) {
      attributes.put(attribute.group(1), attribute.group(2).replace("&amp;", "&"));
    }
    return attributes;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
