package io.atoll.env;

/** Timers of one loop: tasks run on that loop, and only on it may these methods be called. */
public interface Timers {
  /**
   * Runs a task once, at least {@code delayMs} milliseconds from now.
   *
   * @param delayMs 0 or more
   */
  Timer after(long delayMs, Runnable task);

  /**
   * Runs a task again and again, {@code periodMs} milliseconds apart, first after one period.
   *
   * @param periodMs 1 or more
   */
  Timer every(long periodMs, Runnable task);

  /** A timer that was started. */
  interface Timer {
    /** The task will not run again; no effect on one that has run or was cancelled. */
    void cancel();
  }
}
