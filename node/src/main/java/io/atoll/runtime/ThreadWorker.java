package io.atoll.runtime;

import io.atoll.env.Invariant;
import io.atoll.env.Worker;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker with a daemon thread of its own. The queue has no bound: whoever gives it tasks bounds
 * what it has under way.
 */
public final class ThreadWorker implements Worker {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadWorker.class);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Object closing = new Object();
  private final Thread thread;
  private final FailStop failStop;
  private boolean closed;

  /** Of the worker's thread. */
  private boolean stopped;

  /**
   * @param name the thread's name
   */
  public ThreadWorker(String name) {
    this(name, FailStop.HALT);
  }

  /**
   * @param failStop what a fatal error in a task leads to
   */
  ThreadWorker(String name, FailStop failStop) {
    this.failStop = failStop;
    thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
    thread.start();
  }

  /**
   * @throws RejectedExecutionException after {@link #close}
   */
  @Override
  public void execute(Runnable task) {
    synchronized (closing) {
      if (closed) {
        throw new RejectedExecutionException("worker " + thread.getName() + " is closed");
      }
      tasks.add(task);
    }
  }

  @Override
  public void close() {
    Invariant.check(Thread.currentThread() != thread, "a worker is not closed by its own task");
    synchronized (closing) {
      if (!closed) {
        closed = true;
        tasks.add(() -> stopped = true);
      }
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        // What was given must run: the interrupt is kept for the caller.
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    while (!stopped) {
      Runnable task;
      try {
        task = tasks.take();
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt this thread; only close() ends it.
        continue;
      }
      try {
        task.run();
      } catch (Throwable defect) {
        failStop.check("worker " + thread.getName(), defect);
        LOG.error("a task of worker {} failed: this is a defect", thread.getName(), defect);
        if (defect instanceof VirtualMachineError) {
          // Such as no memory, which the process may have a policy for.
          thread.getUncaughtExceptionHandler().uncaughtException(thread, defect);
        }
      }
    }
  }
}
