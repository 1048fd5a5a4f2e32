package dev.cksauth.mutant.webhook;

import static dev.cksauth.mutant.webhook.Faults.hold;
import static dev.cksauth.mutant.webhook.Faults.text;
import static dev.cksauth.mutant.webhook.Faults.turn;
import static dev.cksauth.mutant.webhook.WebhookMutant.faulty;

import dev.cksauth.reference.webhook.Fault;
import dev.cksauth.reference.webhook.Fault.Reply;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What is right for one review after the other, and slow or wrong for many. */
final class LoadMutants {
  private static final int TOO_MANY_REQUESTS = 429;

  private LoadMutants() {}

  static Stream<WebhookMutant> all() {
    return Stream.of(
        faulty("judges-one-after-the-other", "load/bears-steady-load#known", oneByOne()),
        faulty(
            "searches-long-for-strangers",
            "load/bears-steady-load#unknown",
            slow(reply -> !reply.accepts())),
        faulty("searches-long-for-users", "load/bears-steady-load#mixed", slow(Reply::accepts)),
        faulty("turns-a-crowd-away", "load/bears-burst", crowd()),
        faulty("stays-slow-after-a-burst", "load/bears-burst", tired()),
        faulty("looks-long-at-new-tokens", "load/bears-new-tokens", newcomers()));
  }

  /** A hundred a second are more than fifty. */
  private static Fault oneByOne() {
    Lock one = new ReentrantLock();
    return turn((asked, honest) -> {
      one.lock();
      try {
        hold(20);
        return honest.answer(asked);
      } finally {
        one.unlock();
      }
    });
  }

  private static Fault slow(Predicate<Reply> met) {
    return turn((asked, honest) -> {
      Reply reply = honest.answer(asked);
      if (met.test(reply)) {
        hold(1000);
      }
      return reply;
    });
  }

  private static Fault crowd() {
    Semaphore places = new Semaphore(5);
    return turn((asked, honest) -> {
      if (!places.tryAcquire()) {
        return text(TOO_MANY_REQUESTS);
      }
      try {
        hold(30);
        return honest.answer(asked);
      } finally {
        places.release();
      }
    });
  }

  private static Fault tired() {
    AtomicInteger reviews = new AtomicInteger();
    return turn((asked, honest) -> {
      // More than what comes before the thousand are over, by warm-up and burst.
      if (reviews.incrementAndGet() > 2_001) {
        hold(1000);
      }
      return honest.answer(asked);
    });
  }

  private static Fault newcomers() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    return turn((asked, honest) -> {
      Reply reply = honest.answer(asked);
      if (reply.accepts() && seen.add(asked.token())) {
        hold(2000);
      }
      return reply;
    });
  }
}
