package dev.cksauth.mutant.webhook;

import dev.cksauth.credential.CertificateAuthority;
import dev.cksauth.credential.IssuedCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/** Stands before an honest webhook, made of sockets, and is bad with them. Speaks HTTP/1.1 only. */
final class SocketFront implements AutoCloseable {
  /** Less than the clients that a scenario sends at once. */
  private static final int PLACES = 15;

  private static final char[] PASSWORD = "in-memory".toCharArray();

  /** What it is bad at. */
  enum Kind {
    NONE,
    /** Has a place for few connections, and bounds nothing in time. */
    NARROW,
    /** Frees no place of a client that went before it was answered. */
    LEAKING,
    /** Ends at the first line that is no POST. */
    FRAGILE
  }

  private final Kind kind;
  private final SSLSocketFactory toWebhook;
  private final int webhook;
  private final ServerSocket server;
  private final Semaphore places = new Semaphore(PLACES);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private SocketFront(Kind kind, ServerSocket server, SSLSocketFactory toWebhook, int webhook) {
    this.kind = kind;
    this.server = server;
    this.toWebhook = toWebhook;
    this.webhook = webhook;
  }

  static SocketFront start(Kind kind, CertificateAuthority authority, SSLContext trust, int webhook)
      throws Exception {
    ServerSocket server =
        context(authority)
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    SocketFront front = new SocketFront(kind, server, trust.getSocketFactory(), webhook);
    front.threads.execute(front::accept);
    return front;
  }

  private static SSLContext context(CertificateAuthority authority)
      throws GeneralSecurityException, IOException {
    IssuedCertificate issued =
        authority.issueServer(java.util.List.of("localhost"), java.util.List.of());
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "front", issued.privateKey(), PASSWORD, new Certificate[] {issued.certificate()});
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        places.acquire();
        Socket client = server.accept();
        open.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException closed) {
      // That is the end of it.
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(Socket client) {
    boolean free = true;
    try (client;
        Socket up = toWebhook.createSocket("localhost", webhook)) {
      open.add(up);
      InputStream in = client.getInputStream();
      if (kind == Kind.FRAGILE && !known(in, up.getOutputStream())) {
        server.close();
        return;
      }
      threads.execute(() -> pump(in, up));
      up.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException gone) {
      free = kind != Kind.LEAKING;
    } finally {
      open.remove(client);
      if (free) {
        places.release();
      }
    }
  }

  /** Whether the first line is one that it knows; it is handed on then. */
  private static boolean known(InputStream in, OutputStream up) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int letter = in.read();
    while (letter >= 0 && letter != '\n') {
      line.write(letter);
      letter = in.read();
    }
    line.write('\n');
    up.write(line.toByteArray());
    return line.toString(StandardCharsets.ISO_8859_1).matches("POST /.* HTTP/1\\.1\r\n");
  }

  private static void pump(InputStream in, Socket up) {
    try {
      in.transferTo(up.getOutputStream());
      up.shutdownOutput();
    } catch (IOException gone) {
      // The other direction notices.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : open) {
      each.close();
    }
    threads.shutdownNow();
  }
}
