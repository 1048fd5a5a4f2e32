package dev.cksauth.engine;

import dev.cksauth.catalogue.Names;
import dev.cksauth.subject.LogSource;
import dev.cksauth.subject.Output;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.WebhookPart;
import dev.cksauth.subject.WebhookSubject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** The log that a subject's file names, from a position on. */
final class WebhookLog {
  /** A log that grows faster than this during a few reviews is not looked at any further. */
  private static final int LARGEST = 8 << 20;

  private final LogSource source;

  private WebhookLog(LogSource source) {
    this.source = source;
  }

  static WebhookLog of(Session session) throws NotTestedException {
    if (session.subject() instanceof WebhookSubject webhook && webhook.log().isPresent()) {
      return new WebhookLog(webhook.log().get());
    }
    Optional<LogSource> behind =
        Given.webhook(session.subject(), Names.TOKEN).flatMap(WebhookPart::log);
    if (behind.isPresent()) {
      return new WebhookLog(behind.get());
    }
    throw new NotTestedException("the subject's file names no log");
  }

  /**
   * A place in the log.
   *
   * @param length of a file, in bytes
   * @param text all that a command has printed: it may show the last lines only
   */
  record Position(long length, String text) {}

  /** Where it ends now. */
  Position end() throws UnknownFactsException {
    return switch (source) {
      case LogSource.InFile(var file) -> {
        try {
          yield new Position(Files.size(file), "");
        } catch (IOException unreadable) {
          throw new UnknownFactsException("the log cannot be read");
        }
      }
      case LogSource.FromCommand command -> new Position(0, printed(command));
    };
  }

  /** What was written since; all of it where it does not go on from there any more. */
  String since(Position from) throws UnknownFactsException {
    return switch (source) {
      case LogSource.InFile(var file) -> {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
          long start = from.length() <= open.length() ? from.length() : 0;
          byte[] bytes = new byte[(int) Math.min(LARGEST, open.length() - start)];
          open.seek(start);
          open.readFully(bytes);
          yield new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
          throw new UnknownFactsException("the log cannot be read");
        }
      }
      case LogSource.FromCommand command -> {
        String all = printed(command);
        yield all.startsWith(from.text()) ? all.substring(from.text().length()) : all;
      }
    };
  }

  private static String printed(LogSource.FromCommand command) throws UnknownFactsException {
    try {
      return Output.of(command.command());
    } catch (SecretUnavailable failed) {
      throw new UnknownFactsException("the log: " + failed.getMessage());
    }
  }
}
