package dev.cksauth.reference.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Where the servers of a part listen, one after the other. */
@FunctionalInterface
public interface Listening {

  /**
   * The address for one more server; port 0 stands for any free one.
   *
   * @throws IllegalStateException when there are no more
   */
  InetSocketAddress next();

  /** On free ports of 127.0.0.1. */
  static Listening loopback() {
    InetSocketAddress any = address(new byte[] {127, 0, 0, 1}, 0);
    return () -> any;
  }

  /**
   * On the ports that a container publishes. What is published reaches a container at its own
   * address, and not at its loopback.
   */
  static Listening published(List<Integer> ports) {
    Queue<Integer> left = new ConcurrentLinkedQueue<>(ports);
    return () -> {
      Integer port = left.poll();
      if (port == null) {
        throw new IllegalStateException("the part has more servers than ports: " + ports);
      }
      return address(new byte[4], port);
    };
  }

  private static InetSocketAddress address(byte[] bytes, int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
