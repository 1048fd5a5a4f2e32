package dev.cksauth.reference.container;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of a tunnel that is in the pod: opens ports of loopback there, and passes on what comes.
 * Whoever wants to open it must know its key.
 */
public final class TunnelAgent implements AutoCloseable {
  private final ServerSocket door;
  private final byte[] key;
  private final InetAddress loopback;
  private final List<ServerSocket> listeners = new CopyOnWriteArrayList<>();
  private final Map<Integer, Socket> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  private TunnelAgent(ServerSocket door, String key, InetAddress loopback) {
    this.loopback = loopback;
    this.door = door;
    this.key = key.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Starts one.
   *
   * @param address where it waits for the other end
   * @throws IOException when it cannot listen there
   */
  public static TunnelAgent start(InetSocketAddress address, String key) throws IOException {
    return start(address, key, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  /** The same with another address to open ports at. */
  static TunnelAgent start(InetSocketAddress address, String key, InetAddress loopback)
      throws IOException {
    ServerSocket door = new ServerSocket();
    door.bind(address);
    return new TunnelAgent(door, key, loopback);
  }

  /** The port that it waits at. */
  public int port() {
    return door.getLocalPort();
  }

  /**
   * Serves until the harness's end of the tunnel is gone.
   *
   * @throws IOException when no more connections can be accepted
   */
  public void serve() throws IOException {
    while (!door.isClosed()) {
      Socket came = door.accept();
      Thread.ofVirtual().start(() -> greet(came));
    }
  }

  private void greet(Socket socket) {
    try {
      String shown = TunnelMessage.line(socket.getInputStream());
      if (!MessageDigest.isEqual(shown.getBytes(StandardCharsets.US_ASCII), key)) {
        socket.close();
        return;
      }
      TunnelMessage first = TunnelMessage.read(socket.getInputStream());
      if (first.word().equals(TunnelMessage.CONTROL)) {
        control(socket);
      } else {
        data(first, socket);
      }
    } catch (IOException ended) {
      Splice.close(socket);
    }
  }

  private void data(TunnelMessage first, Socket socket) throws IOException {
    Socket other = waiting.remove(first.number());
    if (other == null) {
      socket.close();
    } else {
      Splice.join(other, socket);
    }
  }

  /** The harness has gone when this connection ends, and what is here with it. */
  private void control(Socket socket) throws IOException {
    try (socket) {
      Control control = new Control(socket.getOutputStream());
      control.send(TunnelMessage.of(TunnelMessage.READY));
      while (true) {
        TunnelMessage message = TunnelMessage.read(socket.getInputStream());
        switch (message.word()) {
          case TunnelMessage.LISTEN -> listen(message.number(), control);
          case TunnelMessage.REFUSED -> refuse(message.number());
          default -> throw new IOException("not a message to the pod: " + message.word());
        }
      }
    } finally {
      close();
    }
  }

  private void refuse(int number) {
    Socket other = waiting.remove(number);
    if (other != null) {
      Splice.reset(other);
    }
  }

  private void listen(int port, Control control) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(loopback, port), 1024);
    } catch (IOException taken) {
      listener.close();
      control.send(new TunnelMessage(TunnelMessage.TAKEN, port));
      return;
    }
    listeners.add(listener);
    Thread.ofVirtual().start(() -> accept(listener, control));
    control.send(new TunnelMessage(TunnelMessage.LISTENING, port));
  }

  private void accept(ServerSocket listener, Control control) {
    try {
      while (true) {
        Socket came = listener.accept();
        int number = numbers.incrementAndGet();
        waiting.put(number, came);
        control.came(listener.getLocalPort(), number);
      }
    } catch (IOException closed) {
      Splice.close(listener);
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    for (ServerSocket listener : listeners) {
      listener.close();
    }
  }

  /** What is sent to the harness, a line at a time. */
  private record Control(OutputStream out) {
    synchronized void send(TunnelMessage message) throws IOException {
      message.send(out);
    }

    synchronized void came(int port, int number) throws IOException {
      new TunnelMessage(TunnelMessage.CAME + port, number).send(out);
    }
  }
}
