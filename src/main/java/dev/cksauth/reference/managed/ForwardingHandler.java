package dev.cksauth.reference.managed;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about each request, and carries those that pass to the API server. */
final class ForwardingHandler extends ProxyHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardingHandler.class);
  private static final String CALLER = Caller.class.getName();
  private static final String LEFT = ForwardingHandler.class.getName() + ".left";
  private static final int CONNECTIONS = 4096;

  private final ManagedPolicy policy;
  private final Waits waits;
  private final URI upstream;
  private final Executor executor;
  private final Scheduler scheduler;
  private final SslContextFactory.Client tls;

  ForwardingHandler(ManagedEndpointSpec spec, Executor executor, Scheduler scheduler)
      throws IOException {
    this.policy = spec.policy();
    this.waits = spec.waits();
    this.upstream = spec.upstream();
    this.executor = executor;
    this.scheduler = scheduler;
    this.tls = Tls.client(spec.impersonator(), spec.upstreamAuthority());
    // Otherwise Jetty asks the resolver for this machine's name, which can take seconds.
    setViaHost("managed-endpoint");
  }

  @Override
  protected HttpClient newHttpClient() {
    ClientConnector connector = new ClientConnector();
    connector.setSelectors(1);
    connector.setExecutor(executor);
    connector.setScheduler(scheduler);
    connector.setSslContextFactory(tls);
    HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
    client.setConnectTimeout(waits.connect().toMillis());
    client.setIdleTimeout(waits.idle().toMillis());
    client.setMaxConnectionsPerDestination(CONNECTIONS);
    client.setMaxRequestsQueuedPerDestination(CONNECTIONS);
    // What the endpoint adds to a head of the largest size has to fit, too.
    client.setMaxRequestHeadersSize(ManagedEndpoint.LARGEST_REQUEST_HEAD + 4096);
    client.setMaxResponseHeadersSize(ManagedEndpoint.LARGEST_REQUEST_HEAD);
    client.setUserAgentField(null);
    client.setDefaultRequestContentType(null);
    return client;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2
        && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      // Malformed by RFC 9113, section 8.2.2, which Jetty does not look at.
      Refusals.write(Refusal.status(400, "BadRequest", "Bad Request"), response, callback);
      return true;
    }
    RequestHead head = head(request);
    Optional<Caller> caller = policy.authentication().authenticate(head);
    Optional<Refusal> refusal =
        caller.isEmpty()
            ? Optional.of(policy.unauthorized().answer(head))
            : policy.admission().refuse(head, caller.get()).or(() -> unsupported(head));
    LOG.debug(
        "{} as {}: {}",
        head.method(),
        caller.map(Caller::username).orElse("nobody"),
        refusal.map(Refusal::status));
    if (refusal.isPresent()) {
      Refusals.write(refusal.get(), response, RestOfRequest.before(callback, request));
      return true;
    }
    // Jetty closes a connection that is silent for long; a watch may be.
    request.addIdleTimeoutListener(timeout -> false);
    request.setAttribute(CALLER, caller.get());
    return super.handle(LengthlessRequest.of(request), response, callback);
  }

  @Override
  protected HttpURI rewriteHttpURI(Request request) {
    return request.getHttpURI();
  }

  @Override
  protected org.eclipse.jetty.client.Request newProxyToServerRequest(
      Request request, HttpURI target) {
    return new UpstreamRequest(
        getHttpClient(), upstream, request.getMethod(), target.getPathQuery());
  }

  @Override
  protected void copyRequestHeaders(Request request, org.eclipse.jetty.client.Request toUpstream) {
    Caller caller = (Caller) request.getAttribute(CALLER);
    List<Header> forwarded = policy.forwarding().headers(head(request));
    boolean hasBody =
        request.getLength() > 0 || request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
    toUpstream.headers(headers -> {
      for (Header header : forwarded) {
        headers.add(header.name(), header.value());
      }
      if (!hasBody) {
        // Nobody would wait for the "100 Continue", and the API server would send none.
        headers.remove(HttpHeader.EXPECT);
      }
      headers.add("Impersonate-User", caller.username());
      caller.groups().forEach(group -> headers.add("Impersonate-Group", group));
    });
  }

  @Override
  protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request toUpstream) {
    addViaHeader(request, toUpstream);
    // The audit log of the API server takes the client's address from here.
    toUpstream.headers(
        headers -> headers.put(HttpHeader.X_FORWARDED_FOR, Request.getRemoteAddr(request)));
  }

  @Override
  protected void sendProxyToServerRequest(
      Request request,
      org.eclipse.jetty.client.Request toUpstream,
      Response response,
      Callback callback) {
    limit(toUpstream);
    Consumer<Throwable> left =
        failure -> {
          request.setAttribute(LEFT, true);
          abandon(toUpstream, failure);
        };
    request.addFailureListener(left);
    Runnable answered = ClientPresence.watch(request, left);
    Callback completion =
        Callback.from(
            () -> {
              answered.run();
              callback.succeeded();
            },
            failure -> {
              answered.run();
              callback.failed(failure);
            });
    super.sendProxyToServerRequest(request, toUpstream, response, completion);
  }

  @Override
  protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
      Request request,
      org.eclipse.jetty.client.Request toUpstream,
      Response response,
      Callback callback) {
    return new ProxyResponseListener(request, toUpstream, response, callback) {
      @Override
      public void onHeaders(org.eclipse.jetty.client.Response answer) {
        if (answer.getStatus() == 401) {
          // The API server means the endpoint's own credential. Passed on, it would tell the client
          // that the client's credential is bad, and make it fetch another.
          abandon(
              toUpstream,
              new IOException("the API server does not accept the endpoint's credential"));
        } else {
          super.onHeaders(answer);
        }
      }
    };
  }

  @Override
  protected void onServerToProxyResponseFailure(
      Request request,
      org.eclipse.jetty.client.Request toUpstream,
      org.eclipse.jetty.client.@Nullable Response answer,
      Response response,
      Callback callback,
      Throwable failure) {
    if (response.isCommitted() || request.getAttribute(LEFT) != null) {
      // Cut off rather than ended: half an answer must not look like a whole one.
      callback.failed(failure);
    } else if (failure instanceof TimeoutException) {
      Refusals.write(
          Refusal.status(504, "Timeout", "the API server did not answer in time"),
          response,
          callback);
    } else {
      // The answer says so to whoever asked. While a cluster is configured its API server restarts,
      // and a person at the run need not read of it.
      LOG.info("no answer from the API server: {}", failure.toString());
      Refusals.write(
          Refusal.status(502, "InternalError", "the API server cannot be reached"),
          response,
          callback);
    }
  }

  /** Waits for the head of an answer only for so long, and for the rest of it for ever. */
  private void limit(org.eclipse.jetty.client.Request toUpstream) {
    Scheduler.Task overdue =
        scheduler.schedule(
            () -> abandon(toUpstream, new TimeoutException("no answer from the API server")),
            waits.answer().toMillis(),
            TimeUnit.MILLISECONDS);
    toUpstream.onResponseHeaders(answer -> {
      if (answer.getStatus() >= 200) {
        overdue.cancel();
      }
    });
    toUpstream.onComplete(result -> overdue.cancel());
    toUpstream.idleTimeout(0, TimeUnit.MILLISECONDS);
  }

  private static void abandon(org.eclipse.jetty.client.Request toUpstream, Throwable reason) {
    // Whether it was still under way makes no difference: the answer's listener hears of it.
    var unused = toUpstream.abort(reason);
  }

  static RequestHead head(Request request) {
    return new RequestHead(
        request.getMethod(),
        request.getHttpURI().getPathQuery(),
        request.getHeaders().stream().map(ForwardingHandler::header).toList());
  }

  private static Header header(HttpField field) {
    @Nullable String value = field.getValue();
    return new Header(field.getName(), value == null ? "" : value);
  }

  private static Optional<Refusal> unsupported(RequestHead head) {
    if (head.method().equals("CONNECT")) {
      return Optional.of(
          Refusal.status(405, "MethodNotAllowed", "the managed endpoint opens no tunnels"));
    }
    if (!head.values("Upgrade").isEmpty() && head.tokens("Connection").contains("upgrade")) {
      return Optional.of(
          Refusal.status(
              501,
              "InternalError",
              "the managed endpoint of the reference system carries no protocol upgrades:"
                  + " exec, attach and port-forward work at the unmanaged endpoint"));
    }
    return Optional.empty();
  }
}
