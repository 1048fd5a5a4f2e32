package dev.cksauth.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Does several things at one time, and waits for all. */
final class AtOnce {
  private AtOnce() {}

  /**
   * All that came of it, in the order of their numbers.
   *
   * @param work each is bounded by the deadlines of its own exchanges
   */
  static <T> List<T> run(int times, IntFunction<List<T>> work) throws UnknownFactsException {
    List<T> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<T>>> running = new ArrayList<>();
      for (int i = 0; i < times; i++) {
        int number = i;
        running.add(threads.submit(() -> work.apply(number)));
      }
      for (Future<List<T>> one : running) {
        all.addAll(one.get());
      }
      return all;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnknownFactsException("the run was ended before an answer");
    } catch (ExecutionException failed) {
      throw new IllegalStateException(failed.getCause());
    }
  }
}
