package dev.cksauth.probe;

import dev.cksauth.probe.Outcome.Answered;
import dev.cksauth.probe.Outcome.Failed;
import dev.cksauth.subject.Address;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.URIAuthority;

/** One request on its way, on a client and a connection of its own. */
final class Call {
  private final Target target;
  private final ProbeRequest request;
  private final Optional<URI> proxy;
  private final ProberOptions options;
  private final ServerCheck check;
  private final ServerKeys keys;
  private final Failures failures;
  private final Progress progress = new Progress();

  Call(
      Target target,
      ProbeRequest request,
      Optional<URI> proxy,
      Trust trust,
      ServerKeys keys,
      ProberOptions options) {
    this.target = target;
    this.request = request;
    this.proxy = proxy;
    this.keys = keys;
    this.options = options;
    this.check =
        new ServerCheck(
            trust.of(target.client()), target.client().ca().isPresent(), target.tlsName());
    this.failures =
        Failures.at(proxy.map(ProxyTunnel::address).orElseGet(target::address), options);
  }

  Outcome outcome() {
    if (proxy.isPresent() && !"http".equalsIgnoreCase(proxy.get().getScheme())) {
      return new Failed(
          Failure.UNREACHABLE,
          "proxies of the scheme " + proxy.get().getScheme() + " are not supported");
    }
    try (CloseableHttpAsyncClient client = client(WireClient.Reuse.NEVER)) {
      Outcome outcome = outcome(client, request);
      // The server must not wait for a farewell.
      client.close(CloseMode.IMMEDIATE);
      return outcome;
    } catch (java.io.IOException closing) {
      throw new IllegalStateException("A client that does not close", closing);
    }
  }

  /** A client that has begun to work, for this call or for several to the same target. */
  CloseableHttpAsyncClient client(WireClient.Reuse reuse) {
    CloseableHttpAsyncClient client =
        WireClient.create(request.protocol(), proxy, tls(), progress, options, reuse);
    client.start();
    return client;
  }

  /** What comes of a request that is sent by a client of this call's. */
  Outcome outcome(CloseableHttpAsyncClient client, ProbeRequest sent) {
    return await(execute(client, sent));
  }

  private TlsUpgrade tls() {
    KeyManager[] keys =
        request
            .certificate()
            .or(() -> target.client().certificate())
            .map(each -> new KeyManager[] {new PresentedCertificate(each)})
            .orElseGet(() -> new KeyManager[0]);
    return new TlsUpgrade(target.tlsName(), request.protocol(), check, keys, progress);
  }

  private CompletableFuture<Answered> execute(CloseableHttpAsyncClient client, ProbeRequest sent) {
    CompletableFuture<Answered> done = new CompletableFuture<>();
    Address address = target.address();
    HttpHost host =
        new HttpHost(target.secure() ? "https" : "http", address.host(), address.port());
    FutureCallback<Answered> callback =
        new FutureCallback<>() {
          @Override
          public void completed(Answered answer) {
            done.complete(answer);
          }

          @Override
          public void failed(Exception cause) {
            done.completeExceptionally(cause);
          }

          @Override
          public void cancelled() {
            done.cancel(false);
          }
        };
    try {
      var unused =
          client.execute(
              host,
              producer(sent),
              new AnswerCollector(options.maxBody(), progress),
              null,
              null,
              callback);
    } catch (RuntimeException refused) {
      done.completeExceptionally(refused);
    }
    return done;
  }

  private BasicRequestProducer producer(ProbeRequest sent) {
    BasicHttpRequest message =
        new BasicHttpRequest(
            sent.method(),
            target.secure() ? "https" : "http",
            new URIAuthority(target.host(), target.base().getPort()),
            sent.pathAndQuery());
    boolean hostGiven = sent.headers().stream().anyMatch(each -> each.named("Host"));
    if (!hostGiven && sent.protocol() == Protocol.HTTP_1_1) {
      message.addHeader("Host", target.authority());
    }
    boolean chunked = sent.headers().stream().anyMatch(Call::chunked);
    sent.headers().stream()
        .filter(each -> !chunked(each))
        .forEach(each -> message.addHeader(each.name(), each.value()));
    BasicAsyncEntityProducer body =
        sent.body().map(bytes -> new BasicAsyncEntityProducer(bytes, null, chunked)).orElse(null);
    return new BasicRequestProducer(message, body);
  }

  /** The library writes this header itself, and on HTTP/2 there is none. */
  private static boolean chunked(Header header) {
    return header.named("Transfer-Encoding") && header.value().equals("chunked");
  }

  private Outcome await(CompletableFuture<Answered> done) {
    try {
      CompletableFuture.anyOf(done, progress.sent())
          .get(options.connect().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      return progress.before(Progress.Stage.HANDSHAKE)
          ? failures.noConnection()
          : failures.late(progress);
    } catch (ExecutionException failed) {
      return failure(failed);
    } catch (InterruptedException stop) {
      return interrupted();
    }
    try {
      return answered(done.get(options.answer().toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException late) {
      return failures.late(progress);
    } catch (ExecutionException failed) {
      return failure(failed);
    } catch (InterruptedException stop) {
      return interrupted();
    }
  }

  private Outcome answered(Answered answer) {
    if (progress.before(Progress.Stage.SENT)) {
      return new Failed(
          Failure.UNREACHABLE,
          "the proxy opens no way to the host (status " + answer.status() + ")");
    }
    check.key().ifPresent(key -> keys.saw(target, key));
    return answer;
  }

  private Failed failure(ExecutionException failed) {
    Throwable cause = failed.getCause() == null ? failed : failed.getCause();
    return check.objection().map(failures::untrusted).orElseGet(() -> failures.of(cause, progress));
  }

  private static Failed interrupted() {
    Thread.currentThread().interrupt();
    return new Failed(Failure.TIMEOUT, "the run was stopped before an answer");
  }
}
