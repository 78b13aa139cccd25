package io.atoll.sim;

import io.atoll.env.Clock;

/** A clock that drifts from virtual time, and may be set. */
final class SimClock implements Clock {
  private static final long EPOCH_MS = 1_800_000_000_000L;

  private final Scheduler scheduler;
  private final long offsetMs;
  private final long driftPpm;
  private final Standing<Long> shifts = new Standing<>();
  private long setMs;
  private long shiftedMs;

  /**
   * @param offsetMs how far its wall time is off at the start
   * @param driftPpm how much faster it runs, in millionths; negative is slower
   */
  SimClock(Scheduler scheduler, long offsetMs, long driftPpm) {
    this.scheduler = scheduler;
    this.offsetMs = offsetMs;
    this.driftPpm = driftPpm;
  }

  /** Sets the wall time: how far it is off from now on, beside what it was at the start. */
  void set(long ms) {
    setMs = ms;
  }

  /** Puts the wall time forward, or back, on top of all else. */
  Undo shift(long byMs) {
    Undo undo = shifts.add(byMs, this::sumShifts);
    sumShifts();
    return undo;
  }

  private void sumShifts() {
    shiftedMs = shifts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Sets the wall time right, as right as it was at the start. */
  void setRight() {
    shifts.clear();
    sumShifts();
    setMs = 0;
  }

  @Override
  public long wallMs() {
    return EPOCH_MS + offsetMs + setMs + shiftedMs + nanos() / 1_000_000;
  }

  @Override
  public long nanos() {
    long now = scheduler.nowNanos();
    return now + now / 1_000_000 * driftPpm;
  }

  /** How much virtual time passes while this clock counts a duration. */
  long toVirtualNanos(long nanos) {
    return nanos - nanos / 1_000_000 * driftPpm;
  }
}
