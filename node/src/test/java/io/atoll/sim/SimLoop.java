package io.atoll.sim;

import io.atoll.env.Loop;
import java.util.ArrayDeque;
import java.util.Queue;

/** One event loop in virtual time; on a slow machine its turns wait for each other. */
final class SimLoop implements Loop {
  /** How long a queued task waits for its turn. */
  private static final long TURN_NANOS = 2_000;

  private final Scheduler scheduler;
  private final Scheduler.Life life;
  private final SimClock clock;
  private final SimPace pace;
  private final Queue<Turn> waiting = new ArrayDeque<>();
  private boolean busy;
  private boolean current;
  private long lastTurnNanos;

  /** Of a machine that is fast enough. */
  SimLoop(Scheduler scheduler, Scheduler.Life life, SimClock clock) {
    this(scheduler, life, clock, new SimPace());
  }

  SimLoop(Scheduler scheduler, Scheduler.Life life, SimClock clock, SimPace pace) {
    this.scheduler = scheduler;
    this.life = life;
    this.clock = clock;
    this.pace = pace;
  }

  @Override
  public void execute(Runnable task) {
    lastTurnNanos = Math.max(scheduler.nowNanos() + TURN_NANOS, lastTurnNanos);
    scheduler.at(lastTurnNanos, life, new Turn(task));
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  /** Lets the world do something to this loop, such as give it something to read. */
  void deliver(long atNanos, Runnable task) {
    scheduler.at(atNanos, life, new Turn(task));
  }

  /**
   * Lets the world do something to this loop now, such as deliver a frame that arrives: not from
   * within a turn of any loop.
   */
  void deliverNow(Runnable task) {
    scheduler.now(life, new Turn(task));
  }

  /** One task; it is an event, and waits behind others while the loop is busy. */
  private final class Turn implements Runnable {
    private final Runnable task;
    private boolean cancelled;

    Turn(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (busy) {
        waiting.add(this);
      } else {
        take();
      }
    }

    private void take() {
      long nanos = pace.turnNanos();
      if (nanos > 0 || !waiting.isEmpty()) {
        busy = true;
        scheduler.after(nanos, life, SimLoop.this::free);
      }
      boolean before = current;
      current = true;
      try {
        task.run();
      } finally {
        current = before;
      }
    }
  }

  private void free() {
    busy = false;
    while (!waiting.isEmpty()) {
      Turn next = waiting.remove();
      if (!next.cancelled) {
        next.take();
        return;
      }
    }
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    Turn turn = new Turn(task);
    Scheduler.Event event = scheduler.after(clock.toVirtualNanos(delayMs * 1_000_000), life, turn);
    return () -> {
      turn.cancelled = true;
      event.cancel();
    };
  }

  @Override
  public Timer every(long periodMs, Runnable task) {
    return new Repeating(periodMs, task);
  }

  /** A timer that starts itself again. */
  private final class Repeating implements Timer {
    private final long periodMs;
    private final Runnable task;
    private final Runnable firing = this::fire;
    private Timer next;
    private boolean cancelled;

    Repeating(long periodMs, Runnable task) {
      this.periodMs = periodMs;
      this.task = task;
      this.next = after(periodMs, firing);
    }

    private void fire() {
      try {
        task.run();
      } finally {
        if (!cancelled) {
          next = after(periodMs, firing);
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
