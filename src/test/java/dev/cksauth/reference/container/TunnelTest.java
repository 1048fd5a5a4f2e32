package dev.cksauth.reference.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both ends on this machine: the pod's listens on another address of its loopback. */
final class TunnelTest {
  private static final String KEY = "the-key";
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final byte[] POD = {127, 0, 0, 2};

  private TunnelAgent agent;
  private Tunnel tunnel;

  @BeforeEach
  void open() throws Exception {
    agent =
        TunnelAgent.start(
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0),
            KEY,
            InetAddress.getByAddress(POD));
    Thread.ofVirtual()
        .start(() -> {
          try {
            agent.serve();
          } catch (IOException closed) {
            // The test has ended.
          }
        });
    tunnel = Tunnel.open(agent.port(), KEY, LONG, Optional::empty);
  }

  @AfterEach
  void close() throws IOException {
    tunnel.close();
    agent.close();
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
  }

  private static Socket fromThePod(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getByAddress(POD), port);
    socket.setSoTimeout((int) LONG.toMillis());
    return socket;
  }

  /** Answers one connection with what it said, after its end. */
  private static void echo(ServerSocket listener) {
    Thread.ofVirtual()
        .start(() -> {
          try (Socket came = listener.accept()) {
            byte[] all = came.getInputStream().readAllBytes();
            came.getOutputStream().write(all);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void whatIsSaidInThePodIsHeardHereAndAnswered() throws Exception {
    try (ServerSocket listener = listener()) {
      echo(listener);
      tunnel.reach(listener.getLocalPort());
      try (Socket socket = fromThePod(listener.getLocalPort())) {
        byte[] said = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
        socket.getOutputStream().write(said);
        socket.shutdownOutput();
        assertThat(socket.getInputStream().readAllBytes()).isEqualTo(said);
      }
    }
  }

  @Test
  void aPortWhereNobodyListensAnyMoreResets() throws Exception {
    int port;
    try (ServerSocket listener = listener()) {
      port = listener.getLocalPort();
      tunnel.reach(port);
    }
    try (Socket socket = fromThePod(port)) {
      InputStream in = socket.getInputStream();
      assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void aResetHereIsAResetInThePod() throws Exception {
    try (ServerSocket listener = listener()) {
      tunnel.reach(listener.getLocalPort());
      try (Socket socket = fromThePod(listener.getLocalPort())) {
        Socket came = listener.accept();
        came.setSoLinger(true, 0);
        came.close();
        InputStream in = socket.getInputStream();
        assertThatThrownBy(in::read).isInstanceOf(SocketException.class);
      }
    }
  }

  @Test
  void aPortThatIsTakenInThePodIsTold() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(POD))) {
      assertThatThrownBy(() -> tunnel.reach(taken.getLocalPort()))
          .hasMessage("port " + taken.getLocalPort() + " is taken in the pod");
    }
  }

  @Test
  void whoeverLacksTheKeyIsSentAway() throws Exception {
    try (Socket stranger =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), agent.port())) {
      stranger.setSoTimeout((int) LONG.toMillis());
      stranger.getOutputStream().write("another\ncontrol 0\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(stranger.getInputStream().readAllBytes()).isEmpty();
    }
  }

  @Test
  void thePodsEndGoesWithTheHarness() throws Exception {
    tunnel.close();
    assertThatThrownBy(() -> Tunnel.open(agent.port(), KEY, Duration.ofSeconds(1), Optional::empty))
        .isInstanceOf(IOException.class);
  }
}
