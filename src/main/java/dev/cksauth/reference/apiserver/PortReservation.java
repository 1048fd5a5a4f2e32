package dev.cksauth.reference.apiserver;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Keeps a loopback port for the API server, before its start and over its restarts.
 *
 * <p>The port is bound and never listened on, with {@code SO_REUSEPORT}; the API server binds it
 * beside us with {@code --permit-port-sharing}. Nobody else can take it in between, as they could a
 * port that was found free and given up again.
 */
final class PortReservation implements AutoCloseable {

  private final SocketChannel socket;
  private final int port;

  private PortReservation(SocketChannel socket, int port) {
    this.socket = socket;
    this.port = port;
  }

  static PortReservation take() throws IOException {
    SocketChannel socket = SocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      return new PortReservation(socket, ((InetSocketAddress) socket.getLocalAddress()).getPort());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
