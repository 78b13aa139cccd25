package io.atoll.sim;

import io.atoll.env.Clock;

/**
 * A clock that drifts from virtual time.
 *
 * @param offsetMs how far its wall time is off at the start
 * @param driftPpm how much faster it runs, in millionths; negative is slower
 */
record SimClock(Scheduler scheduler, long offsetMs, long driftPpm) implements Clock {
  private static final long EPOCH_MS = 1_800_000_000_000L;

  @Override
  public long wallMs() {
    return EPOCH_MS + offsetMs + nanos() / 1_000_000;
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
