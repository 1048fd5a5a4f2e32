package dev.cksauth.reference.observer;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.jspecify.annotations.Nullable;

/** Notes each request, and has the webhook answer it, unless the token's fault is in between. */
final class FrontHandler extends Handler.Abstract.NonBlocking {
  /** As large as an API server forwards them, escaped (contract A-11). */
  private static final int LARGEST = 8 << 20;

  private static final Duration ANSWER = Duration.ofSeconds(30);

  private final URI webhook;
  private final HttpClient client;
  private final ExchangeLog log;
  private final Misbehaviours misbehaviours;
  private final Set<Callback> hanging = ConcurrentHashMap.newKeySet();

  FrontHandler(URI webhook, HttpClient client, ExchangeLog log, Misbehaviours misbehaviours) {
    this.webhook = webhook;
    this.client = client;
    this.log = log;
    this.misbehaviours = misbehaviours;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Content.Source.asByteArrayAsync(
        request,
        LARGEST,
        new Promise.Invocable.NonBlocking<>() {
          @Override
          public void succeeded(byte[] body) {
            Optional<Misbehaviour> met = misbehaviours.met(log.add(arrival(request), body));
            // The server's own threads are few, and the webhook may be slow.
            Thread.ofVirtual()
                .name("webhook-front")
                .start(() -> turn(met, request, body, response, callback));
          }

          @Override
          public void failed(Throwable failed) {
            callback.failed(failed);
          }
        });
    return true;
  }

  private static ExchangeLog.Arrival arrival(Request request) {
    var connection = request.getConnectionMetaData();
    Map<String, String> headers = new LinkedHashMap<>();
    for (HttpField field : request.getHeaders()) {
      headers.merge(field.getName(), String.valueOf(field.getValue()), (a, b) -> a + ", " + b);
    }
    return new ExchangeLog.Arrival(
        connection.getHttpVersion().asString(),
        String.valueOf(connection.getRemoteSocketAddress()),
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        headers,
        certificate(request));
  }

  private static Optional<String> certificate(Request request) {
    if (!(request.getAttribute(EndPoint.SslSessionData.ATTRIBUTE)
        instanceof EndPoint.SslSessionData session)) {
      return Optional.empty();
    }
    X509Certificate @Nullable [] chain = session.peerCertificates();
    return chain == null || chain.length == 0
        ? Optional.empty()
        : Optional.of(chain[0].getSubjectX500Principal().getName());
  }

  private void turn(
      Optional<Misbehaviour> met,
      Request request,
      byte[] body,
      Response response,
      Callback callback) {
    if (met.isEmpty()) {
      forward(request, body, response, callback);
      return;
    }
    switch (met.get()) {
      case Misbehaviour.Answer answer ->
          write(response, callback, answer.status(), answer.headers(), answer.bytes());
      case Misbehaviour.Late(Duration by) ->
          getServer()
              .getScheduler()
              .schedule(
                  () -> Thread.ofVirtual().start(() -> forward(request, body, response, callback)),
                  by.toMillis(),
                  TimeUnit.MILLISECONDS);
      case Misbehaviour.Hang ignored -> hanging.add(callback);
      case Misbehaviour.Cut ignored -> end(request, callback, false);
      case Misbehaviour.Reset ignored -> end(request, callback, true);
    }
  }

  /** Ends all that hangs: whoever has not given up yet sees the end of the connection. */
  void release() {
    List<Callback> present = List.copyOf(hanging);
    hanging.clear();
    present.forEach(callback -> callback.failed(new IOException("released")));
  }

  private static void end(Request request, Callback callback, boolean reset) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    while (endPoint instanceof EndPoint.Wrapper wrapper) {
      endPoint = wrapper.unwrap();
    }
    try {
      if (reset && endPoint instanceof SocketChannelEndPoint socket) {
        socket.getChannel().setOption(StandardSocketOptions.SO_LINGER, 0);
        socket.getChannel().close();
      }
    } catch (IOException gone) {
      // Closed by the other side: it is ended all the same.
    }
    endPoint.close();
    callback.failed(new IOException("ended"));
  }

  private void forward(Request request, byte[] body, Response response, Callback callback) {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(webhook)
            .timeout(ANSWER)
            .method(request.getMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    for (HttpHeader kept : new HttpHeader[] {HttpHeader.CONTENT_TYPE, HttpHeader.ACCEPT}) {
      Optional.ofNullable(request.getHeaders().get(kept))
          .ifPresent(value -> forwarded.header(kept.asString(), value));
    }
    try {
      HttpResponse<byte[]> answer =
          client.send(forwarded.build(), HttpResponse.BodyHandlers.ofByteArray());
      Map<String, String> headers = new LinkedHashMap<>();
      answer
          .headers()
          .firstValue("content-type")
          .ifPresent(type -> headers.put(HttpHeader.CONTENT_TYPE.asString(), type));
      write(response, callback, answer.statusCode(), headers, answer.body());
    } catch (IOException | InterruptedException unreachable) {
      write(response, callback, HttpStatus.BAD_GATEWAY_502, Map.of(), new byte[0]);
    }
  }

  private static void write(
      Response response, Callback callback, int status, Map<String, String> headers, byte[] body) {
    response.setStatus(status);
    headers.forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
