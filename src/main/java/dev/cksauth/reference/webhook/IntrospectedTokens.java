package dev.cksauth.reference.webhook;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tokens of an issuer that is asked about each (RFC 7662). Nothing is cached: what is withdrawn is
 * so at the next review. The API server caches answers itself.
 */
public final class IntrospectedTokens implements TokenAuthenticator, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** Answers are waited for less long than an API server waits for this webhook's. */
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /** RFC 6750 section 2.1: what else a token is no issuer makes, and no issuer is asked about. */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9\\-._~+/]{1,8192}=*");

  private static final int OK = 200;

  private final IntrospectionSettings settings;
  private final HttpClient http;
  private final JsonMapper json = new JsonMapper();

  /** Asks nobody yet. */
  public IntrospectedTokens(IntrospectionSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            // A token must not be carried to wherever an answer points.
            .followRedirects(HttpClient.Redirect.NEVER)
            .sslContext(settings.tls())
            .build();
  }

  @Override
  public Decision authenticate(String token, List<String> audiences) {
    if (!BEARER.matcher(token).matches()) {
      return new Decision.NotAuthenticated("not of a token's form");
    }
    try {
      JsonNode told = ask(token);
      // Only the word itself: "true" and 1 are a broken issuer's, which lets nobody in.
      JsonNode active = told.path("active");
      if (!active.isBoolean()) {
        return new Decision.Undecided("the issuer's answer is none");
      }
      return active.asBoolean()
          ? decide(told, audiences)
          : new Decision.NotAuthenticated("not active");
    } catch (IOException | JacksonException failed) {
      return new Decision.Undecided("the issuer cannot be asked");
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Decision.Undecided("interrupted");
    }
  }

  private JsonNode ask(String token) throws IOException, InterruptedException {
    String credentials = settings.client() + ":" + settings.secret().reveal();
    HttpRequest request =
        HttpRequest.newBuilder(settings.introspection())
            .timeout(PATIENCE)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "token_type_hint=access_token&token="
                        + URLEncoder.encode(token, StandardCharsets.UTF_8)))
            .build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    // Also 401: this webhook's own password is wrong then, which says nothing of the token.
    if (answer.statusCode() != OK) {
      throw new IOException("HTTP " + answer.statusCode());
    }
    return json.readTree(answer.body());
  }

  private Decision decide(JsonNode told, List<String> asked) {
    Optional<User> user = user(told);
    if (user.isEmpty()) {
      return new Decision.NotAuthenticated("no name");
    }
    if (ReservedNames.anyOf(user.get())) {
      return new Decision.NotAuthenticated("reserved name");
    }
    List<String> wanted = asked.isEmpty() ? settings.audiences() : asked;
    List<String> has = texts(told.path("aud"));
    List<String> both = wanted.stream().filter(has::contains).distinct().toList();
    if (both.isEmpty()) {
      return new Decision.NotAuthenticated("for another audience");
    }
    return new Decision.Authenticated(user.get(), asked.isEmpty() ? List.of() : both);
  }

  private Optional<User> user(JsonNode told) {
    JsonNode name = told.path(settings.usernameClaim());
    if (!name.isString() || name.asString().isBlank()) {
      return Optional.empty();
    }
    JsonNode subject = told.path("sub");
    return Optional.of(
        new User(
            name.asString(),
            subject.isString() ? Optional.of(subject.asString()) : Optional.empty(),
            texts(told.path(settings.groupsClaim())).stream().distinct().toList(),
            Map.of()));
  }

  /** One text, or several: {@code aud} may be either. */
  private static List<String> texts(JsonNode node) {
    List<String> texts = new ArrayList<>();
    if (node.isString()) {
      texts.add(node.asString());
    }
    node.valueStream()
        .filter(each -> each.isString() && !each.asString().isBlank())
        .forEach(each -> texts.add(each.asString()));
    return texts;
  }

  /** Whether the issuer answers at all. */
  @Override
  public boolean ready() {
    return !(authenticate("anybody", List.of()) instanceof Decision.Undecided);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
