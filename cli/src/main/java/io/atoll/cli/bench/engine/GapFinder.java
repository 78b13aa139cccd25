package io.atoll.cli.bench.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Finds the longest time in which no request was answered. Callable from any thread; a success
 * costs an exchange of one word.
 */
public final class GapFinder {
  private final AtomicLong lastNs;
  private volatile Gap longest;

  /**
   * A time without success, on the monotonic clock.
   *
   * @param fromNs the success before it, or the beginning
   */
  public record Gap(long fromNs, long lengthNs) {}

  /** Begins to look. */
  public GapFinder(long startNs) {
    lastNs = new AtomicLong(startNs);
    longest = new Gap(startNs, 0);
  }

  /** A request was answered, or the end has come. */
  public void success(long nowNs) {
    long beforeNs = lastNs.getAndSet(nowNs);
    if (nowNs - beforeNs > longest.lengthNs) {
      note(beforeNs, nowNs - beforeNs);
    }
  }

  public Gap longest() {
    return longest;
  }

  private synchronized void note(long fromNs, long lengthNs) {
    if (lengthNs > longest.lengthNs) {
      longest = new Gap(fromNs, lengthNs);
    }
  }
}
