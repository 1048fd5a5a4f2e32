package dev.cksauth.engine;

import org.junit.platform.engine.support.hierarchical.ParallelExecutionConfiguration;

/** A fixed number of scenarios at once. */
record Jobs(int count) implements ParallelExecutionConfiguration {

  private static final int KEEP_ALIVE_SECONDS = 10;

  @Override
  public int getParallelism() {
    return count;
  }

  @Override
  public int getMinimumRunnable() {
    return count;
  }

  @Override
  public int getMaxPoolSize() {
    return count;
  }

  @Override
  public int getCorePoolSize() {
    return count;
  }

  @Override
  public int getKeepAliveSeconds() {
    return KEEP_ALIVE_SECONDS;
  }
}
