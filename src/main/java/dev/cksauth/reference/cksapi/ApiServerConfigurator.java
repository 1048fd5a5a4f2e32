package dev.cksauth.reference.cksapi;

import dev.cksauth.reference.apiserver.ApiServer;
import dev.cksauth.reference.apiserver.AuthenticationConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Configures a real API server: another issuer by its authentication configuration, which it reads
 * while it runs; other webhooks by a restart over the same data, since it reads their files at its
 * start only.
 */
public final class ApiServerConfigurator implements Configurator {

  /** Three seconds on two idle cores; a busy machine is no failure. */
  private static final Duration READY = Duration.ofMinutes(2);

  private final ApiServer apiServer;
  private final Path authentication;
  private final WebhookFlags flags;
  private AuthSettings effective = AuthSettings.NONE;
  private AuthSettings given = AuthSettings.NONE;

  /**
   * A configurator of an API server that runs without issuers and webhooks.
   *
   * @param authentication the file that it was started with for its authentication configuration
   * @param directory where webhooks' files are put, for nobody else to read
   */
  public ApiServerConfigurator(ApiServer apiServer, Path authentication, Path directory) {
    this.apiServer = apiServer;
    this.authentication = authentication;
    this.flags = new WebhookFlags(directory);
  }

  @Override
  public synchronized void handOver(AuthSettings settings)
      throws IOException, InterruptedException {
    given = settings;
    if (!settings.sameWebhooks(effective)) {
      restart(settings);
    }
    // An issuer alone is for awaitEffective: the API server looks for it every few seconds.
  }

  @Override
  public synchronized void awaitEffective() throws IOException, InterruptedException {
    try {
      if (!given.sameWebhooks(effective)) {
        apiServer.awaitReady(READY);
      } else if (!given.oidc().equals(effective.oidc())) {
        apiServer.reload(configuration(given));
      }
      effective = given;
    } catch (IOException failed) {
      rollBack();
      throw failed;
    }
  }

  private void rollBack() throws IOException, InterruptedException {
    boolean restarted = !given.sameWebhooks(effective);
    given = effective;
    if (restarted) {
      restart(effective);
      apiServer.awaitReady(READY);
    } else {
      // It uses this one still: there is nothing to wait for.
      configuration(effective).writeTo(authentication);
    }
  }

  private void restart(AuthSettings settings) throws IOException, InterruptedException {
    configuration(settings).writeTo(authentication);
    apiServer.restart(flags.of(settings));
  }

  private static AuthenticationConfiguration configuration(AuthSettings settings) {
    return new AuthenticationConfiguration(
        settings.oidc().map(OidcBlock::configured).map(List::of).orElse(List.of()));
  }
}
