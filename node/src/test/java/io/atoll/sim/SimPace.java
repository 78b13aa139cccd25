package io.atoll.sim;

/** How slow a machine is; as fast as any, until something slows it down. Kept over restarts. */
final class SimPace {
  /** What one turn of a loop takes of a machine, where that is counted at all. */
  private static final long TURN_NANOS = 20_000;

  private final Standing<Long> factors = new Standing<>();
  private final Standing<Long> diskNanos = new Standing<>();
  private long factor = 1;
  private long nanosPerTask;

  /** Makes everything it does take so many times as long: turns of loops, and work on the disk. */
  Undo slowDown(long times) {
    return summed(factors.add(times, this::sum));
  }

  /** Makes each task of a worker, all of which work on the disk, take at least so long. */
  Undo slowDisk(long nanos) {
    return summed(diskNanos.add(nanos, this::sum));
  }

  private Undo summed(Undo undo) {
    sum();
    return undo;
  }

  private void sum() {
    factor = factors.values().stream().reduce(1L, (one, other) -> one * other);
    nanosPerTask = diskNanos.values().stream().reduce(0L, Math::max);
  }

  void setRight() {
    factors.clear();
    diskNanos.clear();
    sum();
  }

  /** How long the loop is busy with a turn; 0 where that is not counted. */
  long turnNanos() {
    return factor == 1 ? 0 : TURN_NANOS * factor;
  }

  /** How long a task of a worker takes. */
  long taskNanos(long usuallyNanos) {
    return Math.max(usuallyNanos * factor, nanosPerTask);
  }

  /** Whether no cache answers at once. */
  boolean isDiskSlow() {
    return factor > 1 || nanosPerTask > 0;
  }
}
