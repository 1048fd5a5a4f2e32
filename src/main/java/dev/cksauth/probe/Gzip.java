package dev.cksauth.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * Undoes the compression of an answer that a request asked for, as Go's transport does: a webhook
 * behind a gateway that compresses is none the worse for it (contract A-05).
 */
final class Gzip {
  private static final String ENCODING = "gzip";

  private Gzip() {}

  /** The outcome as it is read; an answer that was not asked to be compressed stays as it came. */
  static Outcome undone(ProbeRequest request, Outcome outcome, long maxBody) {
    boolean asked =
        request.headers().stream()
            .anyMatch(each -> each.named("Accept-Encoding") && each.value().equals(ENCODING));
    if (!asked
        || !(outcome instanceof Outcome.Answered answered)
        || answered.body().length == 0
        || !answered.header("Content-Encoding").orElse("").equalsIgnoreCase(ENCODING)) {
      return outcome;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(answered.body()))) {
      byte[] body = in.readNBytes(Math.toIntExact(maxBody) + 1);
      return body.length > maxBody
          ? new Outcome.Failed(
              Failure.TOO_LARGE,
              "the answer is larger than %d bytes once unpacked".formatted(maxBody))
          : new Outcome.Answered(answered.status(), answered.protocol(), answered.headers(), body);
    } catch (IOException notCompressed) {
      return new Outcome.Failed(
          Failure.MALFORMED, "the answer's Content-Encoding is gzip, and its body is not");
    }
  }
}
