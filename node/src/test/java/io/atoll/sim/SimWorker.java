package io.atoll.sim;

import io.atoll.env.Worker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * A sequential worker in virtual time: each task takes its turn after a delay that stands for a
 * slow disk.
 *
 * <p>A task in which the power fails is stuck in its disk operation until the machine is dead, a
 * moment later. Until then loops and other workers go on, and with them what the task had told
 * them: whoever reports before the disk has done its work is found out.
 */
final class SimWorker implements Worker {
  /** For as many tasks of others a machine lives on of which one is stuck. */
  private static final int TASKS_BEFORE_DEATH = 4;

  private static final long LONGEST_DEATH_NANOS = 2_000_000;

  private final Scheduler scheduler;
  private final Scheduler.Life life;
  private final LongSupplier delayNanos;
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;
  private boolean stuck;

  /**
   * @param delayNanos how long the next task takes, asked when it begins
   */
  SimWorker(Scheduler scheduler, Scheduler.Life life, LongSupplier delayNanos) {
    this.scheduler = scheduler;
    this.life = life;
    this.delayNanos = delayNanos;
  }

  @Override
  public void execute(Runnable task) {
    if (closed) {
      throw new RejectedExecutionException("a worker of " + life + " is closed");
    }
    if (stuck) {
      return;
    }
    queue.add(task);
    if (!busy) {
      begin();
    }
  }

  private void begin() {
    busy = true;
    scheduler.after(delayNanos.getAsLong(), life, this::end);
  }

  /** The first task is done now, as far as others can see. */
  private void end() {
    busy = false;
    Runnable task = queue.poll();
    if (!queue.isEmpty()) {
      begin();
    }
    if (task != null) {
      run(task);
    }
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (SimCrash crash) {
      if (!life.speakAgain()) {
        throw crash;
      }
      stuck = true;
      queue.clear();
      long dyingNanos = Math.min(TASKS_BEFORE_DEATH * delayNanos.getAsLong(), LONGEST_DEATH_NANOS);
      scheduler.after(
          dyingNanos,
          life,
          () -> {
            throw crash;
          });
    }
  }

  @Override
  public void close() {
    closed = true;
    while (!queue.isEmpty() && !life.isOver()) {
      try {
        queue.remove().run();
      } catch (RuntimeException | Error thrown) {
        life.threw(thrown);
      }
    }
  }
}
