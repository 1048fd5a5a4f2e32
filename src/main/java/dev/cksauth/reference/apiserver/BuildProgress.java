package dev.cksauth.reference.apiserver;

import java.time.Duration;

/** Told how far the one-time build of the API server is. Called on a thread of the build. */
@FunctionalInterface
public interface BuildProgress {

  /**
   * Another package is being compiled.
   *
   * @param done packages so far
   * @param total packages in all; 0 while the modules are being downloaded and counted
   * @param elapsed since the start of the build
   */
  void packages(int done, int total, Duration elapsed);

  /** Tells nobody. */
  static BuildProgress silent() {
    return (done, total, elapsed) -> {};
  }
}
