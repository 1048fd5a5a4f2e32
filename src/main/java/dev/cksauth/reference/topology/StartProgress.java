package dev.cksauth.reference.topology;

import dev.cksauth.reference.apiserver.BuildProgress;
import java.time.Duration;

/** Told how far the start of the reference system is. May be called from several threads. */
public interface StartProgress extends BuildProgress {

  /** A remark for the user, one line: what was taken and why, what was cleaned up first. */
  void note(String line);

  /** A part is up. */
  void started(StartedPart part);

  /** Tells nobody. */
  static StartProgress silent() {
    return new StartProgress() {
      @Override
      public void note(String line) {}

      @Override
      public void started(StartedPart part) {}

      @Override
      public void packages(int done, int total, Duration elapsed) {}
    };
  }
}
