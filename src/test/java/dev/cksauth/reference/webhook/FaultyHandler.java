package dev.cksauth.reference.webhook;

import dev.cksauth.reference.webhook.Fault.Asked;
import dev.cksauth.reference.webhook.Fault.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;

/** Lets a fault see each request whole, and the honest answer to it. */
final class FaultyHandler extends Handler.Wrapper {
  private static final int HONEST_SECONDS = 30;

  private final Fault fault;

  FaultyHandler(Handler honest, Fault fault) {
    super(honest);
    this.fault = fault;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Content.Source.asByteArrayAsync(
        request,
        WebhookServer.LARGEST_BODY,
        new Promise.Invocable.NonBlocking<>() {
          @Override
          public void succeeded(byte[] body) {
            Thread.ofVirtual().start(() -> answer(request, body, response, callback));
          }

          @Override
          public void failed(Throwable failed) {
            callback.failed(failed);
          }
        });
    return true;
  }

  private void answer(Request request, byte[] body, Response response, Callback callback) {
    try {
      Reply reply = fault.answer(asked(request, body), asked -> honest(asked, request, response));
      response.reset();
      if (reply.status() == 0) {
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.failed(new IllegalStateException("cut"));
        return;
      }
      response.setStatus(reply.status());
      reply.headers().forEach(response.getHeaders()::put);
      byte[] bytes = reply.text().getBytes(StandardCharsets.UTF_8);
      response.getHeaders().put("Content-Length", bytes.length);
      response.write(true, ByteBuffer.wrap(bytes), callback);
    } catch (Exception | Error broken) {
      callback.failed(broken);
    }
  }

  private static Asked asked(Request request, byte[] body) {
    Map<String, String> headers = new HashMap<>();
    request
        .getHeaders()
        .forEach(field ->
            headers.merge(
                field.getName().toLowerCase(Locale.ROOT),
                field.getValue() == null ? "" : field.getValue(),
                (one, other) -> one + ", " + other));
    return new Asked(
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        Map.copyOf(headers),
        new String(body, StandardCharsets.ISO_8859_1),
        request.getConnectionMetaData().getConnection(),
        request.getConnectionMetaData().getHttpVersion().asString());
  }

  private Reply honest(Asked asked, Request request, Response response) throws Exception {
    response.reset();
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    CompletableFuture<Void> done = new CompletableFuture<>();
    super.handle(
        new Replayed(request, asked),
        new Captured(request, response, written),
        Callback.from(() -> done.complete(null), done::completeExceptionally));
    done.get(HONEST_SECONDS, TimeUnit.SECONDS);
    Map<String, String> headers = new HashMap<>();
    response.getHeaders().forEach(field -> headers.put(field.getName(), field.getValue()));
    headers.remove("Content-Length");
    return new Reply(
        response.getStatus(), Map.copyOf(headers), written.toString(StandardCharsets.UTF_8));
  }

  /** A request as the fault wants it to be judged. */
  private static final class Replayed extends Request.Wrapper {
    private final Asked asked;
    private final Content.Source content;

    Replayed(Request request, Asked asked) {
      super(request);
      this.asked = asked;
      this.content = new ByteBufferContentSource(ByteBuffer.wrap(asked.body()));
    }

    @Override
    public String getMethod() {
      return asked.method();
    }

    @Override
    public HttpURI getHttpURI() {
      return HttpURI.build(super.getHttpURI()).pathQuery(asked.target());
    }

    @Override
    public HttpFields getHeaders() {
      HttpFields.Mutable fields = HttpFields.build();
      asked.headers().forEach(fields::put);
      return fields.remove("content-length");
    }

    @Override
    public long getLength() {
      return asked.raw().length();
    }

    @Override
    public Content.Chunk read() {
      return content.read();
    }

    @Override
    public void demand(Runnable demanded) {
      content.demand(demanded);
    }
  }

  /** An answer that goes nowhere yet. */
  private static final class Captured extends Response.Wrapper {
    private final ByteArrayOutputStream written;

    Captured(Request request, Response response, ByteArrayOutputStream written) {
      super(request, response);
      this.written = written;
    }

    @Override
    public void write(boolean last, ByteBuffer bytes, Callback callback) {
      written.writeBytes(BufferUtil.toArray(bytes));
      callback.succeeded();
    }
  }
}
