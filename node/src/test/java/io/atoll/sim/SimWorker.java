package io.atoll.sim;

import io.atoll.env.Worker;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/**
 * A sequential worker in virtual time: each task takes its turn after a delay that stands for a
 * slow disk.
 */
final class SimWorker implements Worker {
  private final Scheduler scheduler;
  private final Scheduler.Life life;
  private final LongSupplier delayNanos;
  private final Queue<Runnable> queue = new ArrayDeque<>();
  private boolean busy;
  private boolean closed;

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
      task.run();
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
