package dev.cksauth.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads SelfSubjectReviews and refusals. */
final class IdentityReader {
  private IdentityReader() {}

  static IdentityAnswer read(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Failed failed -> undetermined(failed.words());
      case Outcome.Answered answered -> answered(answered);
    };
  }

  private static IdentityAnswer answered(Outcome.Answered answered) {
    int status = answered.status();
    if (status == 401) {
      return new IdentityAnswer.Refused();
    }
    if (status == 403) {
      return forbidden(answered);
    }
    if (status == 101) {
      return new IdentityAnswer.LetIn("the connection was upgraded, so somebody was let in");
    }
    if (status >= 200 && status < 300) {
      return review(answered);
    }
    if (status >= 300 && status < 400) {
      return undetermined("a redirect (" + status + "), which says nothing about identity");
    }
    return undetermined("status " + status + ", which says nothing about identity");
  }

  private static IdentityAnswer undetermined(String why) {
    return new IdentityAnswer.Undetermined(why, false);
  }

  private static IdentityAnswer forbidden(Outcome.Answered answered) {
    Optional<JsonNode> body = Json.object(answered.body());
    if (body.isEmpty() || !"Status".equals(body.get().path("kind").asString(""))) {
      return new IdentityAnswer.Undetermined(
          "403 with a body that is no Kubernetes Status, which names nobody", true);
    }
    Optional<String> user = userIn(body.get().path("message").asString(""));
    if (user.isEmpty()) {
      return new IdentityAnswer.Undetermined(
          "403 with a Kubernetes Status that names nobody", true);
    }
    if (user.get().equals(IdentityAnswer.ANONYMOUS)) {
      return new IdentityAnswer.Anonymous("the 403 names User \"system:anonymous\"");
    }
    return new IdentityAnswer.Named(user.get(), List.of(), Optional.empty(), Map.of(), false);
  }

  /**
   * The user in a refusal. Quoted texts are stepped over one by one: the name of the resource,
   * which stands before the user's, is the sender's choice.
   */
  private static Optional<String> userIn(String message) {
    int outside = 0;
    for (int open = message.indexOf('"'); open >= 0; open = message.indexOf('"', outside)) {
      int close = GoQuoted.end(message, open);
      if (close < 0) {
        return Optional.empty();
      }
      String before = message.substring(outside, open);
      if (before.endsWith("forbidden: User ") || (outside == 0 && before.equals("User "))) {
        return GoQuoted.unquote(message.substring(open + 1, close));
      }
      outside = close + 1;
    }
    return Optional.empty();
  }

  private static IdentityAnswer review(Outcome.Answered answered) {
    String status = String.valueOf(answered.status());
    Optional<JsonNode> body = Json.object(answered.body());
    if (body.isEmpty()) {
      return undetermined(
          status
              + " with "
              + (html(answered) ? "HTML" : "a body")
              + " that is no SelfSubjectReview");
    }
    JsonNode user = body.get().path("status").path("userInfo");
    boolean review = "SelfSubjectReview".equals(body.get().path("kind").asString(""));
    if (!review || !user.isObject()) {
      return undetermined(status + " with JSON that is no SelfSubjectReview");
    }
    JsonNode name = user.path("username");
    if (!name.isString() && !name.isMissingNode()) {
      return undetermined(status + " with a SelfSubjectReview whose username is no text");
    }
    String username = name.asString("");
    if (username.equals(IdentityAnswer.ANONYMOUS)) {
      return new IdentityAnswer.Anonymous("the SelfSubjectReview names system:anonymous");
    }
    Map<String, List<String>> extra = new LinkedHashMap<>();
    user.path("extra")
        .propertyStream()
        .forEach(each -> extra.put(each.getKey(), texts(each.getValue())));
    return new IdentityAnswer.Named(
        username,
        texts(user.path("groups")),
        Optional.of(user.path("uid").asString("")).filter(uid -> !uid.isEmpty()),
        extra,
        true);
  }

  private static boolean html(Outcome.Answered answered) {
    return answered.header("Content-Type").orElse("").startsWith("text/html");
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.values().forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
