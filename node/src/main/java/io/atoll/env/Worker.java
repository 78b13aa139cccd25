package io.atoll.env;

import java.util.concurrent.Executor;

/**
 * One sequential worker: tasks run one at a time, in the order in which they were given, and may
 * block. A task that throws has a defect: it is reported and the worker goes on, unless what it
 * threw is a {@link FatalError}, which ends the process.
 */
public interface Worker extends Executor, AutoCloseable {
  /**
   * Runs what was given, then stops; returns when all of it has run. Not to be called from a loop
   * that a task waits for.
   */
  @Override
  void close();
}
