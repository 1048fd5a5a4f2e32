package dev.cksauth.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Answers that a request asked to have compressed. */
final class GzipTest {
  private static final ProbeRequest ASKING =
      ProbeRequest.postJson("/", "{}").withHeader("Accept-Encoding", "gzip");

  private static Outcome answer(byte[] body) {
    return new Outcome.Answered(200, "h2", List.of(new Header("Content-Encoding", "gzip")), body);
  }

  private static byte[] packed(byte[] plain) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    }
    return bytes.toByteArray();
  }

  private static byte[] body(Outcome outcome) {
    return ((Outcome.Answered) outcome).body();
  }

  @Test
  void areUnpacked() throws IOException {
    byte[] plain = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    assertThat(body(Gzip.undone(ASKING, answer(packed(plain)), 100))).isEqualTo(plain);
  }

  @Test
  void stayAsTheyAreWhereNobodyAsked() throws IOException {
    byte[] body = packed(new byte[] {1});
    assertThat(body(Gzip.undone(ProbeRequest.postJson("/", "{}"), answer(body), 100)))
        .isEqualTo(body);
  }

  @Test
  void areTooLargeByWhatIsInThem() throws IOException {
    Outcome outcome = Gzip.undone(ASKING, answer(packed(new byte[1 << 20])), 1 << 16);
    assertThat(((Outcome.Failed) outcome).kind()).isEqualTo(Failure.TOO_LARGE);
  }

  @Test
  void areMalformedWhereTheyOnlySaySo() {
    Outcome outcome = Gzip.undone(ASKING, answer("{}".getBytes(StandardCharsets.UTF_8)), 100);
    assertThat(outcome)
        .isEqualTo(
            new Outcome.Failed(
                Failure.MALFORMED, "the answer's Content-Encoding is gzip, and its body is not"));
  }
}
