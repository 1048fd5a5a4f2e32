package dev.cksauth.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A review that is sent, and what comes back. It is used on the client's one thread alone. */
final class Exchange {
  private static final int LONGEST_ANSWER = 64 << 10;

  private final byte[] request;
  private final boolean valid;
  private final Consumer<LoadAnswer> ended;
  private final long deadline;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
  private int status;
  private boolean over;

  /**
   * A review that is to be sent.
   *
   * @param ended is told its end, once
   * @param deadline in the system's nanoseconds
   */
  Exchange(TokenMix.Review review, Consumer<LoadAnswer> ended, long deadline) {
    this.request = review.body().getBytes(StandardCharsets.UTF_8);
    this.valid = review.valid();
    this.ended = ended;
    this.deadline = deadline;
  }

  byte[] request() {
    return request;
  }

  boolean over() {
    return over;
  }

  boolean dueBy(long now) {
    return now - deadline >= 0;
  }

  void answered(int code) {
    status = code;
  }

  /** More of the answer's body. */
  void more(byte[] bytes) {
    if (over) {
      return;
    }
    if (body.size() + bytes.length > LONGEST_ANSWER) {
      end(LoadAnswer.wrong("an answer of more than 64 KiB"));
    } else {
      body.writeBytes(bytes);
    }
  }

  /** The answer is whole. */
  void complete() {
    if (!over) {
      end(LoadAnswer.of(status, body.toByteArray(), valid));
    }
  }

  void fail(Throwable reason) {
    end(LoadAnswer.failed(reason));
  }

  void late() {
    end(LoadAnswer.failed(new TimeoutException()));
  }

  private void end(LoadAnswer answer) {
    if (!over) {
      over = true;
      ended.accept(answer);
    }
  }
}
