package dev.cksauth.probe;

import dev.cksauth.subject.Environment;
import java.time.Duration;

/**
 * The patience of a prober.
 *
 * @param connect for the connection, and again for its handshake
 * @param answer for the whole answer, from when the request is sent
 * @param maxBody in bytes
 * @param proxies where HTTPS_PROXY and NO_PROXY are looked up
 */
public record ProberOptions(Duration connect, Duration answer, long maxBody, Environment proxies) {
  /** 10 s, 30 s, 4 MiB, and this process' environment. */
  public static ProberOptions defaults() {
    return new ProberOptions(
        Duration.ofSeconds(10), Duration.ofSeconds(30), 4L << 20, Environment.ofProcess());
  }

  /** The same with another patience for answers. */
  ProberOptions answeredWithin(Duration time) {
    return new ProberOptions(connect, time, maxBody, proxies);
  }
}
