package dev.cksauth.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Collects one answer, up to a size. */
final class AnswerCollector implements AsyncResponseConsumer<Outcome.Answered> {
  /** The answer is larger than wanted. */
  static final class TooLarge extends IOException {
    TooLarge() {
      super("too large");
    }
  }

  private final long maxBody;
  private final Progress progress;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable HttpResponse head;
  private @Nullable FutureCallback<Outcome.Answered> callback;

  AnswerCollector(long maxBody, Progress progress) {
    this.maxBody = maxBody;
    this.progress = progress;
  }

  @Override
  public void consumeResponse(
      HttpResponse response,
      @Nullable EntityDetails entity,
      HttpContext context,
      FutureCallback<Outcome.Answered> completed) {
    // A proxy that opens no tunnel answers before anything is sent.
    progress.reached(
        progress.before(Progress.Stage.SENT) ? progress.stage() : Progress.Stage.ANSWERING);
    head = response;
    callback = completed;
    if (entity == null) {
      complete();
    }
  }

  private void complete() {
    if (head != null && callback != null) {
      callback.completed(
          new Outcome.Answered(head.getCode(), protocol(head), headers(head), body.toByteArray()));
    }
  }

  private static String protocol(HttpResponse response) {
    return response.getVersion() != null && response.getVersion().getMajor() == 2
        ? "h2"
        : "http/1.1";
  }

  private static List<dev.cksauth.probe.Header> headers(HttpResponse response) {
    List<dev.cksauth.probe.Header> headers = new ArrayList<>();
    for (Header each : response.getHeaders()) {
      String value = each.getValue();
      headers.add(new dev.cksauth.probe.Header(each.getName(), value == null ? "" : value));
    }
    return headers;
  }

  @Override
  public void consume(ByteBuffer source) throws IOException {
    if (body.size() + (long) source.remaining() > maxBody) {
      throw new TooLarge();
    }
    byte[] bytes = new byte[source.remaining()];
    source.get(bytes);
    body.writeBytes(bytes);
  }

  @Override
  public void updateCapacity(CapacityChannel channel) throws IOException {
    channel.update(Integer.MAX_VALUE);
  }

  @Override
  public void streamEnd(@Nullable List<? extends Header> trailers) {
    complete();
  }

  @Override
  public void informationResponse(HttpResponse response, HttpContext context) {}

  @Override
  public void failed(Exception cause) {}

  @Override
  public void releaseResources() {}
}
