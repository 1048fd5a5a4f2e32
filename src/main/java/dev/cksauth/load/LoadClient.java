package dev.cksauth.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpClientTransport;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientConnectionFactory;
import org.eclipse.jetty.client.transport.HttpClientTransportDynamic;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.client.transport.ClientConnectionFactoryOverHTTP2;
import org.eclipse.jetty.http2.client.transport.HttpClientTransportOverHTTP2;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Sends reviews without waiting for their answers; each once, with no retry and no redirect. */
final class LoadClient implements AutoCloseable {
  private static final int LONGEST_ANSWER = 64 << 10;

  private final HttpClient client;
  private final LoadTarget target;
  private final long timeoutMillis;

  private LoadClient(HttpClient client, LoadTarget target, long timeoutMillis) {
    this.client = client;
    this.target = target;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * A client that has no connection yet.
   *
   * @param most how many reviews may be under way at once
   */
  static LoadClient start(LoadTarget target, LoadPlan plan, int most) throws IOException {
    HttpClient client = new HttpClient(transport(target));
    QueuedThreadPool threads = new QueuedThreadPool(16, 2);
    threads.setName("load");
    threads.setDaemon(true);
    client.setExecutor(threads);
    client.setMaxConnectionsPerDestination(target.connections());
    client.setMaxRequestsQueuedPerDestination(most);
    client.setFollowRedirects(false);
    client.setUserAgentField(null);
    client.setConnectTimeout(plan.timeout().toMillis());
    try {
      client.start();
      // What they do is to answer for us: a 401 would be an exception, a redirect another request.
      client.getProtocolHandlers().clear();
      return new LoadClient(client, target, plan.timeout().toMillis());
    } catch (Exception e) {
      throw e instanceof IOException io ? io : new IOException("the client did not start", e);
    }
  }

  private static HttpClientTransport transport(LoadTarget target) throws IOException {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setSslContextFactory(LoadTls.of(target.client()));
    return switch (target.protocol()) {
      case HTTP_2 -> new HttpClientTransportOverHTTP2(new HTTP2Client(connector));
      case HTTP_1_1 -> new HttpClientTransportOverHTTP(connector);
      case AUTO ->
          target.secure()
              ? new HttpClientTransportDynamic(
                  connector,
                  new ClientConnectionFactoryOverHTTP2.HTTP2(new HTTP2Client(connector)),
                  HttpClientConnectionFactory.HTTP11)
              : new HttpClientTransportOverHTTP(connector);
    };
  }

  /** Sends a review; its end is told once. */
  void send(TokenMix.Review review, Consumer<LoadAnswer> ended) {
    Request request =
        client
            .newRequest(target.url())
            .method(HttpMethod.POST)
            .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
            .body(
                new BytesRequestContent(
                    "application/json", review.body().getBytes(StandardCharsets.UTF_8)));
    target
        .authorization()
        .ifPresent(value -> request.headers(headers -> headers.put("Authorization", value)));
    request.send(
        new BufferingResponseListener(LONGEST_ANSWER) {
          @Override
          public void onComplete(Result result) {
            ended.accept(
                result.isFailed()
                    ? LoadAnswer.failed(result.getFailure())
                    : LoadAnswer.of(
                        result.getResponse().getStatus(), getContent(), review.valid()));
          }
        });
  }

  @Override
  public void close() {
    try {
      client.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the client did not stop", e);
    }
  }
}
