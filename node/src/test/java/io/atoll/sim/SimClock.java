package io.atoll.sim;

import io.atoll.env.Clock;

/** A clock that drifts from virtual time, and may be set. */
final class SimClock implements Clock {
  private static final long EPOCH_MS = 1_800_000_000_000L;
  private static final long MILLION = 1_000_000;

  private final Scheduler scheduler;
  private final long offsetMs;
  private final long ownDriftPpm;
  private final Standing<Long> shifts = new Standing<>();
  private final Standing<Long> drifts = new Standing<>();
  private long setMs;
  private long shiftedMs;
  private long driftPpm;
  private long driftsSinceNanos;
  private long countedByThenNanos;

  /** What the wall time is put back by, for what the clock gained while it ran too fast. */
  private long gainedNanos;

  /**
   * @param offsetMs how far its wall time is off at the start
   * @param driftPpm how much faster it runs, in millionths; negative is slower
   */
  SimClock(Scheduler scheduler, long offsetMs, long driftPpm) {
    this.scheduler = scheduler;
    this.offsetMs = offsetMs;
    this.ownDriftPpm = driftPpm;
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

  /**
   * Makes it run faster, or slower, for a while. Afterwards the wall time is set right; what it has
   * counted stays counted, for {@link #nanos} never jumps.
   *
   * @param ppm in millionths, more than -1,000,000 with all others
   */
  Undo drift(long ppm) {
    Undo undo = drifts.add(ppm, this::sumDrifts);
    sumDrifts();
    return undo;
  }

  private void sumDrifts() {
    countedByThenNanos = nanos();
    driftsSinceNanos = scheduler.nowNanos();
    driftPpm = ownDriftPpm + drifts.values().stream().mapToLong(Long::longValue).sum();
    if (drifts.isEmpty()) {
      gainedNanos = countedByThenNanos - counted(driftsSinceNanos, ownDriftPpm);
    }
  }

  /** Sets the wall time right, as right as it was at the start, and lets it run as it did then. */
  void setRight() {
    shifts.clear();
    sumShifts();
    drifts.clear();
    sumDrifts();
    setMs = 0;
  }

  @Override
  public long wallMs() {
    return EPOCH_MS
        + scheduler.skippedWallMs()
        + offsetMs
        + setMs
        + shiftedMs
        + (nanos() - gainedNanos) / MILLION;
  }

  @Override
  public long nanos() {
    return countedByThenNanos + counted(scheduler.nowNanos() - driftsSinceNanos, driftPpm);
  }

  private static long counted(long virtualNanos, long ppm) {
    return virtualNanos + virtualNanos / MILLION * ppm + virtualNanos % MILLION * ppm / MILLION;
  }

  /** How much virtual time passes while this clock counts a duration, at its present pace. */
  long toVirtualNanos(long nanos) {
    long million = MILLION + driftPpm;
    return nanos / million * MILLION + nanos % million * MILLION / million;
  }
}
