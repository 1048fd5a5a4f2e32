package dev.cksauth.reference.container;

import dev.cksauth.reference.process.Poll;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Makes ports of this machine's loopback ports of the pod's loopback: what runs in the harness is
 * reached from the pod under the very address that it has here. Only the pod's port is published,
 * and no listener here is opened to anybody.
 */
public final class Tunnel implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(25);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** An answer takes a millisecond; a busy machine is no failure. */
  private static final long ANSWER_SECONDS = 30;

  private final int port;
  private final String key;
  private final Socket control;
  private final Map<Integer, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

  private Tunnel(int port, String key, Socket control) {
    this.port = port;
    this.key = key;
    this.control = control;
  }

  /** What ends the wait for a pod that will never answer. */
  @FunctionalInterface
  public interface Death {
    Optional<String> of();
  }

  /**
   * Opens a tunnel to the agent behind a port of 127.0.0.1.
   *
   * @param death of the pod
   * @throws IOException when the agent does not answer within the deadline
   */
  public static Tunnel open(int port, String key, Duration deadline, Death death)
      throws IOException, InterruptedException {
    Socket[] opened = {null};
    Poll.until(
        "the pod's end of the tunnel answers",
        deadline,
        POLL,
        () -> {
          try {
            opened[0] = connect(port, key, TunnelMessage.of(TunnelMessage.CONTROL));
            TunnelMessage answer = TunnelMessage.read(opened[0].getInputStream());
            return answer.word().equals(TunnelMessage.READY)
                ? Poll.Attempt.success()
                : Poll.Attempt.notYet("it said " + answer.word());
          } catch (IOException notYet) {
            // Docker's proxy accepts before the agent listens.
            if (opened[0] != null) {
              Splice.close(opened[0]);
            }
            return Poll.Attempt.notYet(notYet.toString());
          }
        },
        death::of);
    Tunnel tunnel = new Tunnel(port, key, opened[0]);
    Thread.ofVirtual().start(tunnel::listen);
    return tunnel;
  }

  /**
   * Makes a port of 127.0.0.1 here the same port there. A second time nothing changes.
   *
   * @throws IOException when the port is taken there, or the pod has gone
   */
  public void reach(int local) throws IOException, InterruptedException {
    CompletableFuture<Boolean> fresh = new CompletableFuture<>();
    @Nullable CompletableFuture<Boolean> known = asked.putIfAbsent(local, fresh);
    if (known == null) {
      tell(new TunnelMessage(TunnelMessage.LISTEN, local));
    }
    CompletableFuture<Boolean> answer = known == null ? fresh : known;
    try {
      if (!answer.get(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("port " + local + " is taken in the pod");
      }
    } catch (ExecutionException | TimeoutException none) {
      throw new IOException("the pod does not answer", none);
    }
  }

  private void tell(TunnelMessage message) throws IOException {
    synchronized (control) {
      message.send(control.getOutputStream());
    }
  }

  private void listen() {
    try {
      while (true) {
        TunnelMessage message = TunnelMessage.read(control.getInputStream());
        if (message.word().startsWith(TunnelMessage.CAME)) {
          int local = Integer.parseInt(message.word().substring(TunnelMessage.CAME.length()));
          Thread.ofVirtual().start(() -> pass(local, message.number()));
        } else {
          @Nullable CompletableFuture<Boolean> answer = asked.get(message.number());
          if (answer != null) {
            answer.complete(message.word().equals(TunnelMessage.LISTENING));
          }
        }
      }
    } catch (IOException | NumberFormatException ended) {
      asked.values().forEach(answer -> answer.completeExceptionally(ended));
      Splice.close(control);
    }
  }

  private void pass(int local, int number) {
    Socket here = new Socket();
    try {
      here.connect(loopback(local), (int) CONNECT.toMillis());
    } catch (IOException nobody) {
      Splice.close(here);
      refuse(number);
      return;
    }
    try {
      Splice.join(here, connect(port, key, new TunnelMessage(TunnelMessage.DATA, number)));
    } catch (IOException gone) {
      Splice.reset(here);
    }
  }

  private void refuse(int number) {
    try {
      tell(new TunnelMessage(TunnelMessage.REFUSED, number));
    } catch (IOException gone) {
      Splice.close(control);
    }
  }

  private static Socket connect(int port, String key, TunnelMessage first) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(loopback(port), (int) CONNECT.toMillis());
      OutputStream out = socket.getOutputStream();
      out.write((key + "\n").getBytes(StandardCharsets.US_ASCII));
      first.send(out);
      return socket;
    } catch (IOException e) {
      Splice.close(socket);
      throw e;
    }
  }

  private static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
  }

  /** Ends the tunnel, and with it the agent. */
  @Override
  public void close() {
    Splice.close(control);
  }
}
