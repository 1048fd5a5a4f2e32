package dev.cksauth.reference.apiserver;

import dev.cksauth.reference.process.PortReservation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs API servers elsewhere than in processes of ours, behind k3s's command line. */
public interface ApiServerHost {

  /** A port of 127.0.0.1, which is the API server's there and here. */
  PortReservation takePort();

  /**
   * Makes a port of this machine's loopback the same where API servers run.
   *
   * @throws IOException when it is taken there
   */
  void reach(int port) throws IOException, InterruptedException;

  /**
   * Starts an API server; it is not ready yet. One of a name that ran before has the data that it
   * had then.
   *
   * @throws IOException when it cannot be started; nothing runs then
   */
  Running start(Launch launch) throws IOException;

  /**
   * What to start.
   *
   * @param name of the API server, good for a file
   * @param port that it listens on
   * @param k3sFlags behind {@code k3s server}; the files that they name are there under these paths
   * @param authorities a directory with certificates and keys under k3s's names, for its directory
   *     {@code server/tls}
   */
  record Launch(String name, int port, List<String> k3sFlags, Path authorities) {
    public Launch {
      k3sFlags = List.copyOf(k3sFlags);
    }
  }

  /** One that was started. */
  interface Running extends AutoCloseable {
    /** What it died of, with the end of its log; nothing while it runs, and once it is closed. */
    Optional<String> failure();

    /** Where its log is. */
    Path logFile();

    /** Ends it; its data stay. */
    @Override
    void close();
  }
}
