package dev.cksauth.probe;

import java.util.List;
import java.util.Optional;

/** What came of a request. */
public sealed interface Outcome {
  /**
   * A complete answer.
   *
   * @param protocol as ALPN names it: {@code http/1.1} or {@code h2}
   * @param body as it came, not decompressed
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared; 4 MiB are not copied for show.
  record Answered(int status, String protocol, List<Header> headers, byte[] body)
      implements Outcome {
    public Answered {
      headers = List.copyOf(headers);
    }

    /** The value of the first header of a name, in whatever case. */
    public Optional<String> header(String name) {
      return headers.stream().filter(each -> each.named(name)).map(Header::value).findFirst();
    }

    @Override
    public String toString() {
      return "Answered[" + status + "]";
    }
  }

  /**
   * No complete answer.
   *
   * @param words why, for people; equal for equal causes, without times
   */
  record Failed(Failure kind, String words) implements Outcome {}
}
