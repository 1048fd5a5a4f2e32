package dev.cksauth.reference.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an API server answers its administrator. */
record Answer(int status, String body) {

  private static final Pattern UID = Pattern.compile("\"uid\":\\s*\"([^\"]+)\"");

  static Answer of(ApiServer server, String path) throws InterruptedException {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(Readiness.trusting(server.caPem())).build()) {
      HttpResponse<String> answer =
          client.send(
              Readiness.request(server.port(), server.administratorToken(), path),
              HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(0, e.toString());
    }
  }

  static String uid(Answer answer) {
    Matcher uid = UID.matcher(answer.body());
    assertThat(uid.find()).as(answer.body()).isTrue();
    return uid.group(1);
  }

  Poll.Attempt attempt() {
    return status == 200 ? Poll.Attempt.success() : Poll.Attempt.notYet(status + " " + body);
  }
}
