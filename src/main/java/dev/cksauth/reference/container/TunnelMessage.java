package dev.cksauth.reference.container;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A line between the two ends of a tunnel.
 *
 * @param word what it is about
 * @param number a port, or a connection; 0 where it is about neither
 */
record TunnelMessage(String word, int number) {

  /** To the pod: the connection that speaks of all others. */
  static final String CONTROL = "control";

  /** From the pod: the key was right. */
  static final String READY = "ready";

  /** To the pod: open this port there. */
  static final String LISTEN = "listen";

  /** From the pod: that port is open. */
  static final String LISTENING = "listening";

  /** From the pod: that port cannot be opened. */
  static final String TAKEN = "taken";

  /** From the pod, with a port behind it: somebody came there, and is this connection. */
  static final String CAME = "came:";

  /** To the pod: nobody listens here for this connection. */
  static final String REFUSED = "refused";

  /** To the pod: this is the other half of that connection. */
  static final String DATA = "data";

  private static final int LONGEST = 200;

  static TunnelMessage of(String word) {
    return new TunnelMessage(word, 0);
  }

  void send(OutputStream to) throws IOException {
    to.write((word + " " + number + "\n").getBytes(StandardCharsets.US_ASCII));
    to.flush();
  }

  /**
   * Reads one, and no byte of what follows.
   *
   * @throws IOException when the connection ends before, or it is none
   */
  static TunnelMessage read(InputStream from) throws IOException {
    List<String> parts = List.of(line(from).split(" ", -1));
    try {
      return new TunnelMessage(parts.getFirst(), Integer.parseInt(parts.getLast()));
    } catch (NumberFormatException other) {
      throw new IOException("not a message of a tunnel", other);
    }
  }

  /** Reads a line of at most {@value #LONGEST} letters. */
  static String line(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = from.read(); next != '\n'; next = from.read()) {
      if (next < 0 || line.length() == LONGEST) {
        throw new IOException(next < 0 ? "the tunnel has ended" : "not a message of a tunnel");
      }
      line.append((char) next);
    }
    return line.toString();
  }
}
