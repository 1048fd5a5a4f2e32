package dev.cksauth.probe;

import dev.cksauth.subject.Address;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The way through a proxy, for a connection of our own. */
record ProxyTunnel(URI proxy, Address address) {
  private static final int LONGEST_ANSWER = 64 << 10;

  /** The proxy opens no way. */
  static final class Closed extends IOException {
    Closed(String status) {
      super("the proxy opens no way to the host (status " + status + ")");
    }
  }

  /** Where a proxy listens. */
  static Address address(URI proxy) {
    int port = proxy.getPort() >= 0 ? proxy.getPort() : 80;
    return new Address(String.valueOf(proxy.getHost()), port);
  }

  void open(Socket socket) throws IOException {
    String place = Failures.shown(address);
    String login = proxy.getUserInfo();
    String authorization =
        login == null
            ? ""
            : "Proxy-Authorization: Basic "
                + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    String request =
        "CONNECT " + place + " HTTP/1.1\r\nHost: " + place + "\r\n" + authorization + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    String[] words = head(socket).split(" ", 3);
    String status = words.length > 1 ? words[1].strip() : "none";
    if (!words[0].startsWith("HTTP/1.") || !status.startsWith("2")) {
      throw new Closed(status);
    }
  }

  /** Byte by byte: what follows the head is the target's. */
  private static String head(Socket socket) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0 || head.size() > LONGEST_ANSWER) {
        throw new Closed("none");
      }
      head.write(next);
      text = head.toString(StandardCharsets.ISO_8859_1);
    }
    return text;
  }
}
