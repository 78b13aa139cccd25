package io.atoll.sim;

import io.atoll.env.Loop;

/** One event loop in virtual time. */
final class SimLoop implements Loop {
  /** How long a queued task waits for its turn. */
  private static final long TURN_NANOS = 2_000;

  private final Scheduler scheduler;
  private final Scheduler.Life life;
  private final SimClock clock;
  private boolean current;
  private long lastTurnNanos;

  SimLoop(Scheduler scheduler, Scheduler.Life life, SimClock clock) {
    this.scheduler = scheduler;
    this.life = life;
    this.clock = clock;
  }

  @Override
  public void execute(Runnable task) {
    lastTurnNanos = Math.max(scheduler.nowNanos() + TURN_NANOS, lastTurnNanos);
    scheduler.at(lastTurnNanos, life, () -> run(task));
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  /** Lets the world do something to this loop, such as deliver a frame. */
  void deliver(long atNanos, Runnable task) {
    scheduler.at(atNanos, life, () -> run(task));
  }

  private void run(Runnable task) {
    boolean before = current;
    current = true;
    try {
      task.run();
    } finally {
      current = before;
    }
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    Scheduler.Event event =
        scheduler.after(clock.toVirtualNanos(delayMs * 1_000_000), life, () -> run(task));
    return event::cancel;
  }

  @Override
  public Timer every(long periodMs, Runnable task) {
    return new Repeating(periodMs, task);
  }

  /** A timer that starts itself again. */
  private final class Repeating implements Timer {
    private final long periodNanos;
    private final Runnable task;
    private Scheduler.Event next;
    private boolean cancelled;

    Repeating(long periodMs, Runnable task) {
      this.periodNanos = clock.toVirtualNanos(periodMs * 1_000_000);
      this.task = task;
      this.next = scheduler.after(periodNanos, life, this::fire);
    }

    private void fire() {
      try {
        run(task);
      } finally {
        if (!cancelled) {
          next = scheduler.after(periodNanos, life, this::fire);
        }
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      next.cancel();
    }
  }
}
