package io.atoll.env;

import java.util.concurrent.Executor;

/**
 * One event loop: tasks run one at a time, in the order in which they were given. Nothing that
 * blocks may run here.
 *
 * <p>A task that throws has a defect: it is reported and the loop goes on, unless what it threw is
 * a {@link FatalError}, which ends the process.
 *
 * <p>{@link #execute} may be called from any thread; the timers only from the loop itself.
 */
public interface Loop extends Executor, Timers {
  /** Queues a task after those already given; never runs it within the call. */
  @Override
  void execute(Runnable task);

  /** Whether the caller runs on this loop. */
  boolean isCurrent();
}
