package dev.cksauth.probe;

import dev.cksauth.probe.Outcome.Answered;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.ChunkedInputStream;
import org.apache.hc.core5.http.impl.io.ContentLengthInputStream;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.impl.io.IdentityInputStream;
import org.apache.hc.core5.http.impl.io.SessionInputBufferImpl;
import org.jspecify.annotations.Nullable;

/** Reads answers of HTTP/1.1 off one connection, one after another. */
final class Http1Answers {
  private static final int BUFFER = 8 << 10;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final long maxBody;
  private final Progress progress;
  private final Http1Config config =
      Http1Config.custom()
          .setMaxLineLength(WireClient.LONGEST_LINE)
          .setMaxHeaderCount(WireClient.MOST_HEADERS)
          .build();
  private final SessionInputBufferImpl buffer =
      new SessionInputBufferImpl(
          BUFFER,
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPLACE)
              .onUnmappableCharacter(CodingErrorAction.REPLACE));
  private volatile Optional<HttpResponse> head = Optional.empty();
  private volatile ByteArrayOutputStream body = new ByteArrayOutputStream();

  Http1Answers(long maxBody, Progress progress) {
    this.maxBody = maxBody;
    this.progress = progress;
  }

  /**
   * Reads the next final answer.
   *
   * @param toHead whether it answers a HEAD, and has no body for it
   * @param enough whether of the body's text no more is wanted; absent: all of it is
   */
  Answered next(InputStream in, boolean toHead, Optional<Predicate<String>> enough)
      throws IOException, HttpException {
    head = Optional.empty();
    body = new ByteArrayOutputStream();
    HttpResponse response = parse(in);
    // 101 is the last that is said in HTTP; other such answers only come before the real one.
    while (response.getCode() / 100 == 1 && response.getCode() != SWITCHING_PROTOCOLS) {
      response = parse(in);
    }
    progress.reached(Progress.Stage.ANSWERING);
    head = Optional.of(response);
    if (!toHead && mayHaveBody(response.getCode())) {
      collect(content(response, in), enough);
    }
    return answered(response);
  }

  private HttpResponse parse(InputStream in) throws IOException, HttpException {
    @Nullable HttpResponse response = new DefaultHttpResponseParser(config).parse(buffer, in);
    if (response == null) {
      throw new ConnectionClosedException();
    }
    return response;
  }

  private static boolean mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
  }

  private InputStream content(HttpResponse response, InputStream in) throws HttpException {
    long length = DefaultContentLengthStrategy.INSTANCE.determineLength(response);
    if (length == ContentLengthStrategy.CHUNKED) {
      return new ChunkedInputStream(buffer, in, config);
    }
    return length == ContentLengthStrategy.UNDEFINED
        ? new IdentityInputStream(buffer, in)
        : new ContentLengthInputStream(buffer, in, length);
  }

  /** Does not close what it reads: that would read on to an end that may never come. */
  private void collect(InputStream content, Optional<Predicate<String>> enough) throws IOException {
    byte[] bytes = new byte[BUFFER];
    for (int read = content.read(bytes); read >= 0; read = content.read(bytes)) {
      if (body.size() + (long) read > maxBody) {
        throw new AnswerCollector.TooLarge();
      }
      body.write(bytes, 0, read);
      if (enough.isPresent() && enough.get().test(body.toString(StandardCharsets.UTF_8))) {
        return;
      }
    }
  }

  /** The answer as far as it has come; empty before the end of its head. */
  Optional<Answered> soFar() {
    return head.map(this::answered);
  }

  private Answered answered(HttpResponse response) {
    List<Header> headers = new ArrayList<>();
    for (org.apache.hc.core5.http.Header each : response.getHeaders()) {
      @Nullable String value = each.getValue();
      headers.add(new Header(each.getName(), value == null ? "" : value));
    }
    return new Answered(response.getCode(), "http/1.1", headers, body.toByteArray());
  }
}
