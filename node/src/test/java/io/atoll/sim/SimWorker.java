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
  private long freeAtNanos;
  private boolean closed;

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
    freeAtNanos = Math.max(scheduler.nowNanos(), freeAtNanos) + delayNanos.getAsLong();
    scheduler.at(freeAtNanos, life, this::runNext);
  }

  private void runNext() {
    Runnable task = queue.poll();
    if (task != null) {
      task.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    while (!queue.isEmpty() && !life.isOver()) {
      try {
        runNext();
      } catch (RuntimeException | Error thrown) {
        life.threw(thrown);
      }
    }
  }
}
