package dev.cksauth.cli;

import dev.cksauth.reference.managed.TlsIdentity;
import dev.cksauth.reference.webhook.CertificateFiles;
import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A sample webhook that is served until the program is ended. */
final class ServedSample {
  private final PrintWriter out;
  private final PrintWriter err;

  ServedSample(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** Serves; ends by a signal only. */
  ExitCode serve(ServeOptions options, TokenAuthenticator authenticator) throws CommandFailure {
    ServeOptions.Prepared prepared = options.prepare();
    DecisionLog log = options.log();
    CountDownLatch ended = new CountDownLatch(1);
    try (WebhookServer server = WebhookServer.start(prepared.spec(), authenticator, log);
        ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("certificate-files").factory())) {
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-webhook"));
      prepared.watched().ifPresent(files -> watch(server, files, clock));
      tell(server, prepared.authority());
      ended.await();
      return ExitCode.DONE;
    } catch (IOException failed) {
      throw new CommandFailure(
          ExitCode.COULD_NOT_WORK, "the webhook did not start: " + failed.getMessage());
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return ExitCode.DONE;
    }
  }

  private void tell(WebhookServer server, Optional<Path> authority) {
    out.println("serving " + server.uri() + "; Ctrl-C ends it");
    String ca = authority.map(file -> " --ca " + file).orElse("");
    out.println(
        "test it: TOKEN=… cks-auth run --url " + server.uri() + ca + " --token me=env:TOKEN");
    out.flush();
  }

  /** A certificate that was renewed in its files is shown within a second. */
  private void watch(WebhookServer server, CertificateFiles files, ScheduledExecutorService clock) {
    var unused = clock.scheduleWithFixedDelay(() -> renew(server, files), 1, 1, TimeUnit.SECONDS);
  }

  private void renew(WebhookServer server, CertificateFiles files) {
    try {
      Optional<TlsIdentity> renewed = files.renewed();
      if (renewed.isPresent()) {
        server.renew(renewed.get());
        err.println("the certificate was loaded anew");
      }
    } catch (IOException unusable) {
      // The two files are replaced one after the other: the second change has both read again.
      err.println("the certificate stays as it was: " + unusable.getMessage());
    }
    err.flush();
  }
}
