package io.atoll.runtime;

import io.atoll.env.FatalError;
import io.atoll.env.Invariant;
import io.atoll.env.Loop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.function.Supplier;

/**
 * A Vert.x event-loop context as a {@link Loop}. Two loops may share one thread; they are still two
 * contexts, and {@link #isCurrent} tells them apart.
 */
public final class VertxLoop implements Loop {
  private final Vertx vertx;
  private final ContextInternal context;

  /**
   * @param context of an event loop, not duplicated
   */
  VertxLoop(Context context) {
    Invariant.check(context.isEventLoopContext(), "a loop is an event-loop context");
    this.vertx = context.owner();
    this.context = (ContextInternal) context;
  }

  /** The context, for servers that are to run on this loop. */
  public Context context() {
    return context;
  }

  /**
   * Calls something on this loop, from any thread.
   *
   * @return a future with its outcome, failed also when the call throws
   */
  public <T> Future<T> call(Supplier<Future<T>> action) {
    Promise<T> promise = Promise.promise();
    execute(
        () -> {
          try {
            action.get().onComplete(promise);
          } catch (Throwable e) {
            FatalError.passOn(e);
            promise.fail(e);
          }
        });
    return promise.future();
  }

  @Override
  public void execute(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  @Override
  public boolean isCurrent() {
    // A blocking task of this context has it as its current context too, but another thread.
    ContextInternal current = ContextInternal.current();
    return current != null && current.unwrap().equals(context) && context.inThread();
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    Invariant.check(delayMs >= 0, "a delay is not negative");
    Invariant.check(isCurrent(), "timers are started on their own loop");
    long id = vertx.setTimer(Math.max(1, delayMs), ignored -> task.run());
    return () -> vertx.cancelTimer(id);
  }

  @Override
  public Timer every(long periodMs, Runnable task) {
    Invariant.check(periodMs >= 1, "a period is at least one millisecond");
    Invariant.check(isCurrent(), "timers are started on their own loop");
    Periodic timer = new Periodic(periodMs, task);
    timer.schedule();
    return timer;
  }

  /**
   * A timer that starts itself again. Vert.x's own would make up for a pause of the process by
   * firing many times in a row.
   */
  private final class Periodic implements Timer {
    private final long periodMs;
    private final Runnable task;
    private Timer next;
    private boolean cancelled;

    Periodic(long periodMs, Runnable task) {
      this.periodMs = periodMs;
      this.task = task;
    }

    void schedule() {
      next = after(periodMs, this::fire);
    }

    private void fire() {
      if (!cancelled) {
        // First, so that a task that throws runs again.
        schedule();
        task.run();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
      next.cancel();
    }
  }
}
