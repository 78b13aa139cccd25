package io.atoll.cli.bench;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes loops when their generators have something due. A thread of its own, because the timers of
 * an event loop are no finer than a millisecond, which would be seen in the latencies of an open
 * loop; and no spinning, because the processors belong to whoever is measured.
 */
final class Pacer implements AutoCloseable {
  /** What is due within so long of a wake-up is woken for together. */
  private static final long LEAST_PAUSE_NS = 200_000;

  private final List<Loop> loops;
  private final Thread thread;
  private volatile boolean closed;

  private Pacer(List<Loop> loops) {
    this.loops = loops;
    this.thread = Thread.ofPlatform().daemon().name("bench-pacer").unstarted(this::run);
  }

  static Pacer start(List<Loop> loops) {
    Pacer pacer = new Pacer(loops);
    pacer.thread.start();
    return pacer;
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      long nowNs = System.nanoTime();
      long pauseNs = Long.MAX_VALUE;
      for (Loop loop : loops) {
        long dueInNs = loop.nextWakeNs(nowNs) - nowNs;
        if (dueInNs <= 0) {
          loop.wake();
        }
        pauseNs = Math.min(pauseNs, Math.max(dueInNs, LEAST_PAUSE_NS));
      }
      LockSupport.parkNanos(this, pauseNs);
    }
  }
}
