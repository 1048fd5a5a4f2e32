package dev.cksauth.reference.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/**
 * Keeps a loopback port for a child, before its start and over its restarts.
 *
 * <p>The port is bound and never listened on. A child may bind it beside us: with {@code
 * SO_REUSEPORT}, as the API server does under {@code --permit-port-sharing}; or on Linux with
 * {@code SO_REUSEADDR} alone, as Java's server sockets do, since nobody else listens. Whoever asks
 * the system for any free port is not given it in between, as they could be one that was found free
 * and given up again.
 */
public final class PortReservation implements AutoCloseable {

  private final SocketChannel socket;
  private final int port;

  private PortReservation(SocketChannel socket, int port) {
    this.socket = socket;
    this.port = port;
  }

  /**
   * Takes a port that is free.
   *
   * @throws IOException when there is none
   */
  public static PortReservation take() throws IOException {
    SocketChannel socket = SocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
      return new PortReservation(socket, ((InetSocketAddress) socket.getLocalAddress()).getPort());
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** The port. */
  public int port() {
    return port;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
