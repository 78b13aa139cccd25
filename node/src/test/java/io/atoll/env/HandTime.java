package io.atoll.env;

import java.util.ArrayList;
import java.util.List;

/** Time that passes only when the test says so. */
public final class HandTime implements Clock, Timers {
  private final List<Due> timers = new ArrayList<>();
  private long nowMs = 1_000;

  /** One timer; a period of 0 is once. */
  private static final class Due implements Timer {
    private final Runnable task;
    private final long periodMs;
    private long atMs;
    private boolean over;

    Due(long atMs, long periodMs, Runnable task) {
      this.atMs = atMs;
      this.periodMs = periodMs;
      this.task = task;
    }

    @Override
    public void cancel() {
      over = true;
    }
  }

  /** Lets time pass, timers and all. */
  public void pass(long ms) {
    for (long i = 0; i < ms; i++) {
      nowMs++;
      for (Due due : List.copyOf(timers)) {
        if (!due.over && due.atMs <= nowMs) {
          due.over = due.periodMs == 0;
          due.atMs += due.periodMs;
          due.task.run();
        }
      }
      timers.removeIf(due -> due.over);
    }
  }

  /** Timers that are still to fire. */
  public int running() {
    timers.removeIf(due -> due.over);
    return timers.size();
  }

  @Override
  public long wallMs() {
    return nowMs;
  }

  @Override
  public long nanos() {
    return nowMs * 1_000_000;
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    return started(new Due(nowMs + delayMs, 0, task));
  }

  @Override
  public Timer every(long periodMs, Runnable task) {
    return started(new Due(nowMs + periodMs, periodMs, task));
  }

  private Timer started(Due due) {
    timers.add(due);
    return due;
  }
}
