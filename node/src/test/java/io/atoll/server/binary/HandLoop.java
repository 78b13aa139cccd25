package io.atoll.server.binary;

import io.atoll.env.Clock;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;

/** A loop whose turns and whose time a test makes by hand. */
final class HandLoop implements Executor, Clock {
  private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
  private long nanos = 5_000_000_000L;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  /** Runs everything that waits, and what comes of it. */
  void turn() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  void advanceMs(long ms) {
    nanos += ms * 1_000_000;
  }

  @Override
  public long wallMs() {
    return nanos / 1_000_000;
  }

  @Override
  public long nanos() {
    return nanos;
  }
}
