package io.atoll.runtime;

import java.util.concurrent.TimeUnit;

/**
 * Lets one line of a kind into the log per interval, so that whoever connects to a port cannot fill
 * the disk. Callable from any thread.
 */
final class LogGate {
  private final long intervalNanos;
  private boolean used;
  private long openedAtNanos;
  private long heldBack;

  LogGate(long intervalMs) {
    this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
  }

  /**
   * Asks to log a line.
   *
   * @return how many lines were held back since the last one, or -1 when this one is to be too
   */
  synchronized long pass(long nowNanos) {
    if (used && nowNanos - openedAtNanos < intervalNanos) {
      heldBack++;
      return -1;
    }
    used = true;
    openedAtNanos = nowNanos;
    long count = heldBack;
    heldBack = 0;
    return count;
  }

  /** Lets the next line pass, whenever it comes. */
  synchronized void reset() {
    used = false;
  }
}
