package dev.cksauth.cli;

import dev.cksauth.reference.webhook.DecisionLog;
import dev.cksauth.reference.webhook.TokenAuthenticator;
import dev.cksauth.reference.webhook.WebhookServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
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
  private void watch(WebhookServer server, Path[] files, ScheduledExecutorService clock) {
    List<Path> watched = List.of(files);
    FileTime[] seen = {changed(watched)};
    var unused =
        clock.scheduleWithFixedDelay(
            () -> {
              FileTime now = changed(watched);
              if (!now.equals(seen[0])) {
                seen[0] = now;
                renew(server, files);
              }
            },
            1,
            1,
            TimeUnit.SECONDS);
  }

  private void renew(WebhookServer server, Path[] files) {
    try {
      server.renew(ServeOptions.given(files[0], files[1]));
      err.println("the certificate was loaded anew");
    } catch (IOException unusable) {
      // The two files are written one after the other: the next look finds both.
      err.println("the certificate stays as it was: " + unusable.getMessage());
    }
    err.flush();
  }

  private static FileTime changed(List<Path> files) {
    FileTime latest = FileTime.fromMillis(0);
    for (Path file : files) {
      try {
        FileTime time = Files.getLastModifiedTime(file);
        latest = time.compareTo(latest) > 0 ? time : latest;
      } catch (IOException gone) {
        // Being replaced: it is looked for again in a second.
      }
    }
    return latest;
  }
}
