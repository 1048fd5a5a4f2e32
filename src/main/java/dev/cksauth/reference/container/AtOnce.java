package dev.cksauth.reference.container;

import java.time.Duration;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.containers.wait.strategy.WaitStrategyTarget;

/** Waits for nothing: what a part is ready for is asked where it is used. */
final class AtOnce implements WaitStrategy {
  @Override
  public void waitUntilReady(WaitStrategyTarget target) {}

  @Override
  public WaitStrategy withStartupTimeout(Duration timeout) {
    return this;
  }
}
