package dev.cksauth.reference.topology;

import dev.cksauth.reference.managed.Caller;
import dev.cksauth.reference.managed.Header;
import dev.cksauth.reference.managed.ManagedEndpointSpec;
import dev.cksauth.reference.managed.RequestHead;
import dev.cksauth.reference.managed.TlsIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A managed endpoint made of sockets alone, so that it can err as a careless one does. */
final class FaultyProxy implements AutoCloseable {
  /** What it does wrong. */
  enum Fault {
    NONE,
    AUTHENTICATES_CONNECTIONS,
    HOLDS_ANSWERS_BACK,
    COPIES_FRAMING,
    COPIES_LINE_ENDS
  }

  private static final String REFUSAL =
      "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":401}";

  private final ManagedEndpointSpec spec;
  private final Fault fault;
  private final SSLServerSocket listener;
  private final FaultyProxyBacks backs;
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  FaultyProxy(ManagedEndpointSpec spec, Fault fault) throws Exception {
    this.spec = spec;
    this.fault = fault;
    this.backs =
        new FaultyProxyBacks(
            context(spec.impersonator(), spec.upstreamAuthority()),
            spec.upstream().getPort(),
            fault == Fault.HOLDS_ANSWERS_BACK);
    this.listener =
        (SSLServerSocket)
            context(spec.identity(), spec.upstreamAuthority())
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    SSLParameters parameters = listener.getSSLParameters();
    parameters.setApplicationProtocols(
        fault == Fault.COPIES_LINE_ENDS
            ? new String[] {"h2", "http/1.1"}
            : new String[] {"http/1.1"});
    listener.setSSLParameters(parameters);
    Thread.ofVirtual().start(this::accept);
  }

  private static SSLContext context(TlsIdentity identity, X509Certificate trusted)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "own", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    KeyStore others = KeyStore.getInstance("PKCS12");
    others.load(null, null);
    others.setCertificateEntry("authority", trusted);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(others);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        SSLSocket socket = (SSLSocket) listener.accept();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SSLSocket socket) {
    try (socket) {
      socket.startHandshake();
      if ("h2".equals(socket.getApplicationProtocol())) {
        new FaultyProxyHttp2(this::caller, backs).serve(socket);
      } else {
        serveRequests(socket.getInputStream(), socket.getOutputStream());
      }
    } catch (IOException ended) {
      // The client has what it wanted.
    }
  }

  private Optional<Caller> caller(RequestHead head) {
    return spec.policy().authentication().authenticate(head);
  }

  private void serveRequests(InputStream in, OutputStream out) throws IOException {
    Optional<Caller> first = Optional.empty();
    while (true) {
      List<String> lines = head(in);
      boolean ambiguous = ambiguous(lines);
      if (ambiguous && fault != Fault.COPIES_FRAMING) {
        answer(out, "400 Bad Request", "");
        return;
      }
      byte[] body = in.readNBytes(length(lines));
      Optional<Caller> caller = caller(parsed(lines));
      if (fault == Fault.AUTHENTICATES_CONNECTIONS) {
        first = first.or(() -> caller);
      } else {
        first = caller;
      }
      if (first.isEmpty()) {
        answer(out, "401 Unauthorized", REFUSAL);
      } else if (!backs.forward(forwarded(lines, first.get()), body, out)) {
        return;
      }
    }
  }

  private static void answer(OutputStream out, String status, String body) throws IOException {
    String text =
        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(status, body.length(), body);
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /** The lines before the empty one; empty lines before the first are none. */
  static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    while (true) {
      String line = line(in);
      if (!line.isEmpty()) {
        lines.add(line);
      } else if (!lines.isEmpty()) {
        return lines;
      }
    }
  }

  static String line(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("closed");
      }
      bytes.write(next);
      text = bytes.toString(StandardCharsets.UTF_8);
    }
    return text.substring(0, text.length() - 2);
  }

  private static boolean ambiguous(List<String> lines) {
    long lengths = lines.stream().filter(line -> lower(line).startsWith("content-length")).count();
    return lengths > 1
        || lines.stream().anyMatch(line -> lower(line).contains("transfer-encoding"));
  }

  private static int length(List<String> lines) {
    return value(lines, "content-length").map(Integer::parseInt).orElse(0);
  }

  static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> lower(line).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static RequestHead parsed(List<String> lines) {
    String[] words = lines.getFirst().split(" ", 3);
    List<Header> headers = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
      }
    }
    return new RequestHead(words[0], words.length > 1 ? words[1] : "", headers);
  }

  /** The lines as they came, with the caller in the place of the credential. */
  private static List<String> forwarded(List<String> lines, Caller caller) {
    List<String> forwarded = new ArrayList<>(lines);
    forwarded.removeIf(
        line -> lower(line).startsWith("authorization") || lower(line).startsWith("impersonate-"));
    forwarded.addAll(impersonation(caller));
    return forwarded;
  }

  static List<String> impersonation(Caller caller) {
    List<String> lines = new ArrayList<>();
    lines.add("Impersonate-User: " + caller.username());
    caller.groups().forEach(group -> lines.add("Impersonate-Group: " + group));
    return lines;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
    backs.close();
  }
}
