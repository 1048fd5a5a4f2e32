package dev.cksauth.hostile;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A socket on loopback that does harm to whoever connects. */
final class HostileServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};

  private final Harm harm;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final SSLContext context;

  /** What is done to a connection. */
  sealed interface Harm {
    /** Before any handshake. */
    record Bare(Deed deed) implements Harm {}

    /** After it, when a protocol was agreed on. */
    record Shaken(String protocol, Deed deed) implements Harm {}
  }

  /** Something done to one connection, until it is closed. */
  @FunctionalInterface
  interface Deed {
    void to(Socket socket) throws IOException, InterruptedException;
  }

  HostileServer(CertificateAuthority authority, Harm harm)
      throws IOException, GeneralSecurityException {
    this.harm = harm;
    InetAddress loopback = InetAddress.getByAddress(LOOPBACK);
    this.context = context(authority.issueServer(java.util.List.of(), java.util.List.of(loopback)));
    this.listener = new ServerSocket(0, 200, loopback);
    inBackground(this::accept);
  }

  private static SSLContext context(IssuedCertificate issued)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "server", issued.privateKey(), new char[0], new Certificate[] {issued.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  /** Not on virtual threads: who writes without end would leave no processor to the others. */
  private static void inBackground(Runnable work) {
    Thread.ofPlatform().daemon(true).name("hostile").start(work);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        connections.incrementAndGet();
        inBackground(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      switch (harm) {
        case Harm.Bare(Deed deed) -> deed.to(socket);
        case Harm.Shaken(String protocol, Deed deed) -> {
          try (SSLSocket tls = shaken(socket, protocol)) {
            deed.to(tls);
          } finally {
            // A farewell of TLS could block behind what nobody reads.
            socket.close();
          }
        }
      }
    } catch (IOException ended) {
      // The harness has had enough of it.
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  private SSLSocket shaken(Socket socket, String protocol) throws IOException {
    SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, -1, true);
    tls.setUseClientMode(false);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }

  /** Reads until the end of a request's head, or of what is there. */
  static void request(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] some = new byte[64 << 10];
    if (in.read(some) < 0) {
      throw new IOException("no request");
    }
  }

  /** Closes so that the other side sees a reset. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits for the other side to go. */
  static void outwait(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] some = new byte[4096];
    while (in.read(some) >= 0) {
      // What it says is of no interest.
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many came. */
  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
