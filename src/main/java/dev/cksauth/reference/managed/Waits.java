package dev.cksauth.reference.managed;

import java.time.Duration;

/**
 * How long the endpoint waits, and for what.
 *
 * @param connect for the API server to take a connection; then 502
 * @param answer for the head of the API server's answer; then 504. Not for the body: a watch may be
 *     silent for as long as it likes
 * @param idle between two requests of a connection; then it is closed
 */
public record Waits(Duration connect, Duration answer, Duration idle) {
  /**
   * The API server itself gives up on a request after 60 s (its {@code --request-timeout}), so its
   * own 504 comes first; it keeps an idle connection for longer than 30 s.
   */
  public static final Waits DEFAULT =
      new Waits(Duration.ofSeconds(5), Duration.ofSeconds(75), Duration.ofSeconds(30));
}
