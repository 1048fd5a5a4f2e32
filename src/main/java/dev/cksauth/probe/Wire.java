package dev.cksauth.probe;

import dev.cksauth.probe.Outcome.Failed;
import dev.cksauth.subject.Address;
import dev.cksauth.subject.ClientCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** One connection to a target for what no library would send: bytes there, bytes back. */
final class Wire implements AutoCloseable {
  /** Why a connection is of no more use, in words. */
  static final class Broken extends Exception {
    private final transient Failed failed;

    Broken(Failed failed) {
      super(failed.words(), null, false, false);
      this.failed = failed;
    }

    Failed failed() {
      return failed;
    }
  }

  private final Target target;
  private final Optional<URI> proxy;
  private final String protocol;
  private final Optional<ClientCertificate> certificate;
  private final ProberOptions options;
  private final ServerCheck check;
  private final Failures failures;
  private final Progress progress = new Progress();
  private volatile Socket plain = new Socket();
  private volatile Socket socket = plain;

  /**
   * A connection yet to be made.
   *
   * @param protocol the only one that is offered, as ALPN names it
   */
  Wire(
      Target target,
      Optional<URI> proxy,
      String protocol,
      Optional<ClientCertificate> certificate,
      Trust trust,
      ProberOptions options) {
    this.target = target;
    this.proxy = proxy;
    this.protocol = protocol;
    this.certificate = certificate.or(() -> target.client().certificate());
    this.options = options;
    this.check =
        new ServerCheck(
            trust.of(target.client()), target.client().ca().isPresent(), target.tlsName());
    this.failures = Failures.at(dialled(), options);
  }

  private Address dialled() {
    return proxy.map(ProxyTunnel::address).orElseGet(target::address);
  }

  Progress progress() {
    return progress;
  }

  ProberOptions options() {
    return options;
  }

  /** Connects, and shakes hands. */
  void open() throws Broken {
    if (proxy.isPresent() && !"http".equalsIgnoreCase(proxy.get().getScheme())) {
      throw new Broken(
          new Failed(
              Failure.UNREACHABLE,
              "proxies of the scheme " + proxy.get().getScheme() + " are not supported"));
    }
    within(
        options.connect(),
        () -> {
          connect(dialled());
          if (proxy.isPresent()) {
            new ProxyTunnel(proxy.get(), target.address()).open(plain);
          }
          if (target.secure()) {
            progress.reached(Progress.Stage.HANDSHAKE);
            socket = secured();
          }
          progress.reached(Progress.Stage.CONNECTED);
          return socket;
        });
  }

  private void connect(Address address) throws IOException {
    IOException last = new UnknownHostException(address.host());
    for (InetAddress each : InetAddress.getAllByName(address.host())) {
      // A socket that failed to connect cannot try another address.
      plain = new Socket();
      try {
        plain.setTcpNoDelay(true);
        plain.connect(new InetSocketAddress(each, address.port()));
        socket = plain;
        return;
      } catch (IOException failed) {
        last = failed;
      }
    }
    throw last;
  }

  private SSLSocket secured() throws IOException {
    KeyManager[] keys =
        certificate
            .map(each -> new KeyManager[] {new PresentedCertificate(each)})
            .orElseGet(() -> new KeyManager[0]);
    SSLSocket secured =
        (SSLSocket)
            TlsUpgrade.context(check, keys)
                .getSocketFactory()
                .createSocket(plain, target.tlsName(), target.address().port(), true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    parameters.setServerNames(TlsUpgrade.serverNames(target.tlsName()));
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    if (protocol.equals("h2") && !protocol.equals(secured.getApplicationProtocol())) {
      throw new SSLException(Failures.NO_HTTP_2);
    }
    return secured;
  }

  /** Does what may block; when it takes too long, the connection is cut under it. */
  <T> T within(Duration limit, Callable<T> work) throws Broken {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    try {
      return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      close();
      throw new Broken(
          progress.before(Progress.Stage.HANDSHAKE)
              ? failures.noConnection()
              : failures.late(progress));
    } catch (ExecutionException failed) {
      close();
      throw new Broken(failed(failed.getCause() == null ? failed : failed.getCause()));
    } catch (InterruptedException stop) {
      close();
      Thread.currentThread().interrupt();
      throw new Broken(new Failed(Failure.TIMEOUT, "the run was stopped before an answer"));
    }
  }

  private Failed failed(Throwable cause) {
    if (cause instanceof ProxyTunnel.Closed closed) {
      return new Failed(Failure.UNREACHABLE, String.valueOf(closed.getMessage()));
    }
    // Java wraps a reset of the connection as if TLS had failed.
    Throwable plainly =
        cause instanceof SSLException && cause.getCause() instanceof SocketException reset
            ? reset
            : cause;
    return check
        .objection()
        .map(failures::untrusted)
        .orElseGet(() -> failures.of(plainly, progress));
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  OutputStream out() throws IOException {
    return socket.getOutputStream();
  }

  /** Cuts the connection: a farewell could block behind what is being written. */
  @Override
  public void close() {
    try {
      plain.close();
    } catch (IOException closing) {
      // It is of no more use either way.
    }
  }
}
