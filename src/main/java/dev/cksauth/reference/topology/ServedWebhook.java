package dev.cksauth.reference.topology;

import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServer;
import dev.cksauth.reference.webhook.WebhookServerSpec;
import java.io.IOException;
import java.net.URI;

/** A webhook that may be started anew at the same port. */
final class ServedWebhook implements AutoCloseable {
  private final WebhookServerSpec spec;
  private final TokenAuthenticator authenticator;
  private final DecisionLog log;
  private final SampleWebhooks.Serving serving;
  private WebhookServer server;

  ServedWebhook(
      WebhookServerSpec spec,
      TokenAuthenticator authenticator,
      DecisionLog log,
      SampleWebhooks.Serving serving)
      throws IOException {
    this.spec = spec;
    this.authenticator = authenticator;
    this.log = log;
    this.serving = serving;
    this.server = serving.serve(spec, authenticator, log);
  }

  synchronized URI uri() {
    return server.uri();
  }

  synchronized void restart() throws IOException {
    int port = server.port();
    server.close();
    server = serving.serve(spec.at(port), authenticator, log);
  }

  synchronized void renew(TlsIdentity identity) throws IOException {
    server.renew(serving.renewed(identity));
  }

  @Override
  public synchronized void close() {
    server.close();
  }
}
