package dev.cksauth.reference.webhook;

import java.io.IOException;
import java.time.Duration;

/** Serves a sample webhook that has a fault. */
public final class OpenWebhook {
  private static final Duration IDLE = Duration.ofSeconds(30);

  private OpenWebhook() {}

  /**
   * Starts one.
   *
   * @throws IOException when it does not start
   */
  public static WebhookServer serve(
      WebhookServerSpec spec, TokenAuthenticator authenticator, DecisionLog log, Fault fault)
      throws IOException {
    ReviewHandler honest =
        new ReviewHandler(
            spec.path(), fault.authenticator(authenticator, log), log, WebhookServer.LARGEST_BODY);
    try {
      return WebhookServer.start(fault.served(spec), new FaultyHandler(honest, fault), IDLE);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
