package dev.cksauth.reference.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sockets on which no read waits longer than a time, from the first on: the SDK shakes hands before
 * it sets a time of its own, and would wait without end for a server that takes a connection and
 * says nothing.
 */
final class TimelySockets extends SSLSocketFactory {
  private final SSLSocketFactory made;
  private final int patienceMillis;

  TimelySockets(SSLSocketFactory made, int patienceMillis) {
    this.made = made;
    this.patienceMillis = patienceMillis;
  }

  private Socket timely(Socket socket) throws IOException {
    socket.setSoTimeout(patienceMillis);
    return socket;
  }

  @Override
  public Socket createSocket() throws IOException {
    return timely(made.createSocket());
  }

  @Override
  public Socket createSocket(Socket below, String host, int port, boolean close)
      throws IOException {
    return timely(made.createSocket(below, host, port, close));
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return timely(made.createSocket(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return timely(made.createSocket(host, port, from, fromPort));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return timely(made.createSocket(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return timely(made.createSocket(host, port, from, fromPort));
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return made.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return made.getSupportedCipherSuites();
  }
}
