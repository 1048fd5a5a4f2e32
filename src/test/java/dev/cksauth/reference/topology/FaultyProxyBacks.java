package dev.cksauth.reference.topology;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Connections to the API server, used again and again by whoever comes next. */
final class FaultyProxyBacks implements AutoCloseable {
  private final SSLContext context;
  private final int port;
  private final boolean holdsBack;
  private final ConcurrentLinkedDeque<Socket> idle = new ConcurrentLinkedDeque<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  FaultyProxyBacks(SSLContext context, int port, boolean holdsBack) {
    this.context = context;
    this.port = port;
    this.holdsBack = holdsBack;
  }

  private Socket back() throws IOException {
    Socket pooled = idle.pollFirst();
    if (pooled != null) {
      return pooled;
    }
    Socket fresh =
        context
            .getSocketFactory()
            .createSocket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    open.add(fresh);
    return fresh;
  }

  /** Carries a request there and its answer back; whether the client's connection may go on. */
  boolean forward(List<String> head, byte[] body, OutputStream out) throws IOException {
    Socket back = back();
    String text = String.join("\r\n", head) + "\r\n\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    request.writeBytes(body);
    back.getOutputStream().write(request.toByteArray());
    back.getOutputStream().flush();
    ByteArrayOutputStream held = new ByteArrayOutputStream();
    boolean goesOn = copy(back.getInputStream(), holdsBack ? held : out);
    held.writeTo(out);
    out.flush();
    if (goesOn) {
      idle.addFirst(back);
    } else {
      back.close();
    }
    return goesOn;
  }

  private static boolean copy(InputStream in, OutputStream out) throws IOException {
    List<String> head = FaultyProxy.head(in);
    out.write((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
    if (FaultyProxy.value(head, "transfer-encoding").isPresent()) {
      copyChunks(in, out);
    } else if (FaultyProxy.value(head, "content-length").isPresent()) {
      String length = FaultyProxy.value(head, "content-length").orElseThrow();
      out.write(in.readNBytes(Integer.parseInt(length)));
    } else {
      in.transferTo(out);
      return false;
    }
    return FaultyProxy.value(head, "connection").filter("close"::equals).isEmpty();
  }

  private static void copyChunks(InputStream in, OutputStream out) throws IOException {
    int size = -1;
    while (size != 0) {
      String line = FaultyProxy.line(in);
      size = Integer.parseInt(line, 16);
      out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.write(in.readNBytes(size + 2));
      out.flush();
    }
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : open) {
      socket.close();
    }
  }
}
