package dev.cksauth.engine;

import dev.cksauth.subject.LogSource;
import dev.cksauth.subject.Output;
import dev.cksauth.subject.SecretUnavailable;
import dev.cksauth.subject.WebhookSubject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

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
    throw new NotTestedException("the subject's file names no log");
  }

  /** Where it ends now. */
  long length() throws UnknownFactsException {
    return switch (source) {
      case LogSource.InFile(var file) -> {
        try {
          yield Files.size(file);
        } catch (IOException unreadable) {
          throw new UnknownFactsException("the log cannot be read");
        }
      }
      case LogSource.FromCommand command -> printed(command).length();
    };
  }

  /** What was written since; from its beginning where it has become shorter. */
  String since(long from) throws UnknownFactsException {
    return switch (source) {
      case LogSource.InFile(var file) -> {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
          long start = from <= open.length() ? from : 0;
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
        yield from <= all.length() ? all.substring((int) from) : all;
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
