package dev.cksauth.engine;

import dev.cksauth.engine.Scripted.Asked;
import dev.cksauth.engine.Scripted.Reply;
import dev.cksauth.engine.Scripted.Script;
import java.util.concurrent.atomic.AtomicReference;

/** As much of an API server as an administrator of the suite needs. */
final class FakeCluster implements Script {
  private static final String ISSUED = "issued-service-account-token";
  private final AtomicReference<String> account = new AtomicReference<>("");
  private final Reply review;

  /**
   * A cluster.
   *
   * @param review how it answers a TokenReview
   */
  FakeCluster(Reply review) {
    this.review = review;
  }

  @Override
  public Reply answer(Asked asked) throws InterruptedException {
    String path = asked.path();
    if (asked.token().equals(ISSUED)) {
      return Replies.review(account.get());
    }
    if (asked.token().equals(Replies.CONSOLE)) {
      return Replies.unauthorized();
    }
    if (!asked.token().equals("administrator-token")) {
      return Replies.knowing(Replies.unauthorized()).answer(asked);
    }
    if (path.endsWith("/selfsubjectaccessreviews")) {
      return Replies.json(201, "{\"status\": {\"allowed\": true}}");
    }
    if (path.endsWith("/tokenreviews")) {
      return review;
    }
    if (path.endsWith("/token")) {
      String[] parts = path.split("/", -1);
      account.set("system:serviceaccount:" + parts[4] + ":" + parts[6]);
      return Replies.json(201, "{\"status\": {\"token\": \"" + ISSUED + "\"}}");
    }
    return Replies.json(201, "{}");
  }
}
