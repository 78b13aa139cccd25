package io.atoll.cli.load;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Takes turns between nodes and passes over those that refused a connection a moment ago. Callable
 * from any thread.
 */
final class Targets {
  private static final long PAUSE_NS = 1_000_000_000L;

  private final List<String> urls;
  private final AtomicInteger turn = new AtomicInteger();

  /** Until when each is passed over, on the monotonic clock; 0 for not at all. */
  private final AtomicLongArray pausedUntilNs;

  Targets(List<String> urls) {
    this.urls = List.copyOf(urls);
    this.pausedUntilNs = new AtomicLongArray(urls.size());
  }

  /** The next in turn that is not passed over; the next in turn where all are. */
  String next() {
    long nowNs = System.nanoTime();
    int start = Math.floorMod(turn.getAndIncrement(), urls.size());
    for (int i = 0; i < urls.size(); i++) {
      int index = (start + i) % urls.size();
      long untilNs = pausedUntilNs.get(index);
      if (untilNs == 0 || nowNs - untilNs > 0) {
        return urls.get(index);
      }
    }
    return urls.get(start);
  }

  /** Notes that a node refused a connection. */
  void refused(String url) {
    pausedUntilNs.set(urls.indexOf(url), System.nanoTime() + PAUSE_NS);
  }
}
